#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/lint_context.h"
#include "wrappers/network_pattern.h"
#include "wrappers/text.h"

// The two lists of a rule, and the names in front of "@".

namespace portreeve::wrappers {
namespace {

// Names that tcpdchk takes for daemons without inetd: they open their sockets themselves.
constexpr std::array<std::string_view, 22> kStandalone{
    "portmap", "mountd",        "statd",          "ugidd",          "redir",  "rlinetd",
    "sshd",    "atftpd",        "diald",          "esound",         "gdm",    "gnome-session",
    "icecast", "icecast_admin", "icecast_client", "icecast_source", "mysqld", "ntop",
    "pptpd",   "rquotad",       "sendmail",       "smail"};

constexpr std::array<std::string_view, 5> kKeywords{"EXCEPT", "UNKNOWN", "KNOWN", "LOCAL", "PARANOID"};

bool is_standalone(std::string_view name) {
  return std::any_of(kStandalone.begin(), kStandalone.end(),
                     [name](std::string_view known) { return equal_ignoring_case(known, name); });
}

bool is_upper_case_word(std::string_view word) {
  return word.size() > 3 &&
         std::all_of(word.begin(), word.end(), [](char byte) { return byte >= 'A' && byte <= 'Z'; });
}

// Whether one letter too much, too few or wrong, or two that have changed places, make one word of the other.
bool is_almost(std::string_view word, std::string_view keyword) {
  const auto mismatch = std::mismatch(word.begin(), word.end(), keyword.begin(), keyword.end());
  const auto rest = std::string_view(word).substr(static_cast<std::size_t>(mismatch.first - word.begin()));
  const auto wanted = keyword.substr(static_cast<std::size_t>(mismatch.second - keyword.begin()));
  if (rest.empty() || wanted.empty()) return rest.size() + wanted.size() == 1;
  const bool is_swapped = rest.size() > 1 && wanted.size() > 1 && rest[0] == wanted[1] &&
                          rest[1] == wanted[0] && rest.substr(2) == wanted.substr(2);
  return is_swapped || rest.substr(1) == wanted.substr(1) || rest.substr(1) == wanted ||
         rest == wanted.substr(1);
}

// What can be wrong with any member of a list.
void lint_word(std::string_view token, LintContext& context) {
  if (token.starts_with('#')) {
    context.add("wrap.hash_in_rule", Grade::kError, token, Trap::kHashInRule,
                "put the comment on a line of its own, with # in the first column");
  }
  if (is_upper_case_word(token)) {
    for (const std::string_view keyword : kKeywords) {
      if (token == keyword || !is_almost(token, keyword)) continue;
      if (std::find(kKeywords.begin(), kKeywords.end(), token) != kKeywords.end()) continue;
      context.add("wrap.misspelt_keyword", Grade::kError, token,
                  fmt::format("\"{}\" is no keyword, so it is taken for a name", token),
                  fmt::format("write {}", keyword));
      break;
    }
  }
  if (token.find_first_of(";\"'`(){}<>|\\\v\f") != std::string_view::npos) {
    context.add("wrap.stray_character", Grade::kWarning, token,
                "quotes, semicolons, backslashes and the like are ordinary characters here, and no name or "
                "address has them",
                "separate the members of a list by commas or blanks alone");
  }
}

// Names that can be no name of the kind, in the order in which tcpdchk looks.
std::string_view fault_of_name(std::string_view name) {
  if (name.starts_with('@')) return "begins with \"@\"";
  if (name.starts_with('/')) return "begins with \"/\"";
  if (name.starts_with('.')) return "begins with dot";
  if (name.ends_with('.')) return "ends in dot";
  return {};
}

// What becomes of such a name: the patterns of hosts do not all work for names.
std::string_view effect_of_fault(std::string_view name) {
  if (name.starts_with('@')) return "netgroups work for hosts alone; here this is a name like any other";
  if (name.starts_with('/'))
    return "files of patterns work for hosts alone; here this is a name like any other";
  return name.starts_with('.') ? "it matches every name that ends in this text"
                               : "it matches every name that begins with this text";
}

void lint_port(std::string_view token, LintContext& context) {
  const auto port = parse_port_pattern(token);
  if (port && port->wraps) {
    context.add("wrap.port_wraps_around", Grade::kError, token, Trap::kPortWrapsAround,
                fmt::format("write {}, if that is the port that is meant", port->port));
  } else if (!port && token.find_first_not_of("0123456789") == std::string_view::npos) {
    context.add("wrap.port_out_of_range", Grade::kError, token,
                "a number above 65535 is no port, and no daemon has such a name, so that nothing matches",
                "write a port from 0 to 65535");
  }
}

// Whether a pattern is the plain name of a daemon, so that it can be asked whether there is one.
bool is_plain_name(std::string_view name) {
  return name.find_first_of("*?") == std::string_view::npos && !parse_port_pattern(name) &&
         !name.starts_with('#') && name.find_first_not_of("0123456789") != std::string_view::npos;
}

void lint_whether_daemon_obeys(std::string_view name, LintContext& context) {
  const LintRequest& request = context.request;
  const SuperService* const service = request.super_servers.find(name);
  bool listens = false;
  bool all_ignore = true;
  std::string executable;
  for (const Daemon& daemon : request.daemons) {
    if (!equal_ignoring_case(daemon.name, name)) continue;
    listens = true;
    all_ignore = all_ignore && daemon.obedience == Obedience::kIgnores;
    executable = daemon.executable;
  }
  if (listens && all_ignore && !(service != nullptr && service->is_wrapped)) {
    if (!context.is_first("inert " + context.file + std::to_string(context.line), name)) return;
    context.add(
        "wrap.inert_rule", Grade::kError, name,
        fmt::format("this rule is inert: {} here is not linked with libwrap", name),
        fmt::format("restrict {} by its own configuration or the packet filter, or start it through tcpd",
                    name));
    return;
  }
  if (listens || !context.is_first("daemon", core::to_lower(name))) return;
  if (service != nullptr && !service->is_wrapped) {
    Problem& problem =
        context.add("wrap.not_wrapped", Grade::kWarning, name,
                    "the super-server starts this service without tcpd, so that the rule counts only if it "
                    "asks libwrap itself",
                    fmt::format("start it through tcpd: put /usr/sbin/tcpd in front of {} in {}",
                                service->program, request.super_servers.inetd_file));
    if (!service->may_be_wrapped && !is_standalone(name))
      problem.original.texts = {fmt::format("{}: service possibly not wrapped", name)};
  } else if (service == nullptr && !is_standalone(name)) {
    // Only a plain name is the name of something; tcpdchk tells of patterns and ports as well.
    if (!request.as_original && !(request.all_daemons_seen && is_plain_name(name))) return;
    Problem& problem =
        context.add("wrap.unknown_daemon", Grade::kNotice, name,
                    "no listening process and no service of a super-server has this name",
                    "write the process name of the daemon, the last part of its program's path");
    problem.original.texts = {
        fmt::format("{}: no such process name in {}", name,
                    request.super_servers.inetd_file.empty() ? "(null)" : request.super_servers.inetd_file)};
  }
}

void lint_daemon_name(std::string_view name, LintContext& context) {
  if (const auto fault = fault_of_name(name); !fault.empty()) {
    context
        .add("wrap.daemon_name", Grade::kWarning, name, effect_of_fault(name),
             "write the process name of the daemon, the last part of its program's path")
        .original.texts = {fmt::format("{}: daemon name {}", name, fault)};
  } else if (equal_ignoring_case(name, "ALL") || equal_ignoring_case(name, "UNKNOWN")) {
    return;
  } else if (equal_ignoring_case(name, "FAIL")) {
    lint_fail(name, context);
  } else if (is_reserved_word(name)) {
    context
        .add("wrap.daemon_name", Grade::kWarning, name,
             "the word has its meaning among clients; here it is compared with the process name",
             "write ALL, or the process name of the daemon")
        .original.texts = {fmt::format("{}: daemon name may be reserved word", name)};
  } else {
    lint_port(name, context);
    lint_whether_daemon_obeys(name, context);
  }
}

void lint_daemon(std::string_view token, LintContext& context) {
  const QualifiedPattern parts = split_pattern(token);
  if (parts.is_qualified) {
    const bool is_name = parts.where.find('/') == std::string_view::npos;
    const std::size_t before = context.addresses_of_last_name;
    context.addresses_of_last_name = 0;
    lint_host(parts.where, context);
    if (is_name && context.addresses_of_last_name > 1) {
      context
          .add("wrap.server_has_addresses", Grade::kNotice, parts.where,
               "the name of the server has more than one address", "write the address that is meant")
          .original.texts = {fmt::format("host {} has more than one address", parts.where),
                             "(consider using an address instead)"};
    }
    context.addresses_of_last_name = before;
  }
  lint_daemon_name(parts.who, context);
}

void lint_user(std::string_view user, LintContext& context) {
  const auto fault = fault_of_name(user);
  if (!fault.empty()) {
    context
        .add("wrap.user_pattern", Grade::kWarning, user, effect_of_fault(user),
             "write the name of a user, ALL, KNOWN or UNKNOWN")
        .original.texts = {fmt::format("{}: user name {}", user, fault)};
  } else if (equal_ignoring_case(user, "FAIL")) {
    lint_fail(user, context);
  } else if (equal_ignoring_case(user, "LOCAL") || equal_ignoring_case(user, "PARANOID")) {
    context
        .add("wrap.user_pattern", Grade::kWarning, user,
             "the word has its meaning among hosts; here it is compared with the user's name",
             "write the name of a user, ALL, KNOWN or UNKNOWN")
        .original.texts = {fmt::format("{}: user name may be reserved word", user)};
  }
}

void lint_client(std::string_view token, LintContext& context) {
  const QualifiedPattern parts = split_pattern(token);
  if (parts.is_qualified) lint_user(parts.who, context);
  lint_host(parts.where, context);
}

template <typename LintMember>
void lint_list(std::string_view list, std::string_view name, LintContext& context, LintMember lint_member) {
  TokenReader tokens(list);
  bool is_empty = true;
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    is_empty = is_except(token);
    if (is_empty) continue;
    lint_word(token, context);
    lint_member(token, context);
  }
  if (is_empty) {
    context
        .add("wrap.empty_list", Grade::kError, core::trim(list),
             fmt::format("the {} list is empty or ends in EXCEPT: an empty list matches nobody, and an "
                         "EXCEPT without anything after it takes nothing away",
                         name),
             "complete the list")
        .original.texts = {fmt::format("{} list is empty or ends in EXCEPT", name)};
  }
  TokenReader first(list);
  if (is_except(first.next())) {
    context.add("wrap.except_first", Grade::kError, core::trim(list),
                "a list that begins with EXCEPT matches nobody", "write ALL in front of EXCEPT");
  }
  if (core::trim(list).ends_with(',')) {
    context.add("wrap.trailing_comma", Grade::kNotice, core::trim(list),
                "the list ends in a comma, as if a member were missing",
                "complete the list, or take the comma away");
  }
}

}  // namespace

void lint_fail(std::string_view token, LintContext& context) {
  context
      .add("wrap.fail_keyword", Grade::kWarning, token,
           "FAIL has been no keyword for a long time and is taken for a name",
           "use EXCEPT in the list, or the option deny")
      .original.texts = {"FAIL is no longer recognized", "(use EXCEPT or DENY instead)"};
}

bool is_except(std::string_view token) {
  return equal_ignoring_case(token, "EXCEPT");
}

bool is_reserved_word(std::string_view word) {
  return equal_ignoring_case(word, "ALL") || equal_ignoring_case(word, "KNOWN") ||
         equal_ignoring_case(word, "UNKNOWN") || equal_ignoring_case(word, "LOCAL") ||
         equal_ignoring_case(word, "PARANOID");
}

void lint_daemons(const Rule& rule, LintContext& context) {
  lint_list(rule.daemons, "daemon", context, lint_daemon);
}

void lint_clients(const Rule& rule, LintContext& context) {
  lint_list(rule.clients, "client", context, lint_client);
}

}  // namespace portreeve::wrappers
