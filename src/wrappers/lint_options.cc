#include <grp.h>
#include <pwd.h>

#include <cerrno>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/lint_context.h"
#include "wrappers/option.h"
#include "wrappers/string_pattern.h"
#include "wrappers/text.h"

// The options of a rule.

namespace portreeve::wrappers {
namespace {

constexpr std::string_view kExpansions = "aAcdhHnNprRsu%";

// Whether /etc/passwd or /etc/group of a capture has a name; nothing when it cannot be told.
std::optional<bool> is_in_database(const core::SystemRoot& root, std::string_view file,
                                   std::string_view name) {
  const auto text = root.read(file);
  if (!text) return std::nullopt;
  for (const std::string_view line : core::split(*text, '\n')) {
    if (line.substr(0, line.find(':')) == name) return true;
  }
  return false;
}

std::optional<bool> is_user(const core::SystemRoot& root, const std::string& name) {
  if (!root.is_live()) return is_in_database(root, "/etc/passwd", name);
  return ::getpwnam(name.c_str()) != nullptr;
}

std::optional<bool> is_group(const core::SystemRoot& root, const std::string& name) {
  if (!root.is_live()) return is_in_database(root, "/etc/group", name);
  return ::getgrnam(name.c_str()) != nullptr;
}

Problem& add_error(std::string_view id, const Option& option, std::string_view effect,
                   std::string_view remedy, std::string original, LintContext& context) {
  const std::string text =
      option.value.empty() ? option.keyword : fmt::format("{} {}", option.keyword, option.value);
  Problem& problem =
      context.add(id, Grade::kError, text,
                  fmt::format("{}, so that every client that the rule is for is refused", effect), remedy);
  problem.original.texts = {std::move(original)};
  problem.original.is_error = true;
  return problem;
}

// The group before the user, as the engine looks them up. False: one is unknown.
bool lint_identity(const Option& option, LintContext& context) {
  const Identity identity =
      option.kind == OptionKind::kGroup ? Identity{{}, option.value} : parse_identity(option.value);
  if (identity.group && is_group(context.root, *identity.group) == false) {
    const std::string fault = fmt::format("unknown group: \"{}\"", *identity.group);
    add_error("wrap.unknown_group", option, fault, "name a group of this host", fault, context);
    return false;
  }
  if (option.kind == OptionKind::kUser && is_user(context.root, identity.user) == false) {
    const std::string fault = fmt::format("unknown user: \"{}\"", identity.user);
    add_error("wrap.unknown_user", option, fault, "name a user of this host", fault, context);
    return false;
  }
  return true;
}

void lint_expansions(std::string_view text, LintContext& context) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '%') continue;
    const char letter = text[++i];
    if (kExpansions.find(letter) != std::string_view::npos) continue;
    const std::string expansion{'%', letter};
    context
        .add("wrap.unknown_expansion", Grade::kWarning, core::printable(expansion),
             "the expansion is unknown and stands for nothing",
             "use one of %a %A %c %d %h %H %n %N %p %r %R %s %u, or %% for a percent sign")
        .original.texts = {fmt::format("unrecognized %{}", letter)};
  }
}

// The third field of the language without options was a shell command.
bool looks_like_command(const Option& option) {
  return option.keyword.find('/') != std::string::npos || option.keyword.starts_with('(') ||
         option.value.find('/') != std::string::npos || option.value.ends_with('&') ||
         option.keyword == "echo";
}

void lint_fault(const Rule& rule, const Option& option, std::string fault, LintContext& context) {
  if (!option.kind && looks_like_command(option)) {
    const std::string command(core::trim(rule.options));
    add_error("wrap.old_shell_command", option, "the third field holds options here and no shell command",
              fmt::format("write spawn {}", command), std::move(fault), context);
    return;
  }
  const std::string effect = fault;
  add_error("wrap.bad_option", option, effect, "correct the option; see hosts_options(5)", std::move(fault),
            context);
}

// "sshd: 2001:db8::7" has the client 2001 and the option db8.
void lint_unbracketed_ipv6(const Rule& rule, LintContext& context) {
  std::string_view last;
  TokenReader tokens(rule.clients);
  // Without a blank between them: what is left of the colon and what is right of it are one word.
  const bool adjoins =
      rule.clients.empty() || kListSeparators.find(rule.clients.back()) == std::string_view::npos;
  for (std::string_view token = tokens.next(); !token.empty() && adjoins; token = tokens.next())
    last = token;
  const std::string word =
      fmt::format("{}:{}", last, rule.options.substr(0, rule.options.find_first_of(kListSeparators)));
  const std::string address = word.substr(0, word.find_first_of("/%"));
  if (!parse_ipv6(address)) return;
  context.add("wrap.unbracketed_ipv6", Grade::kError, word,
              "the colons of the IPv6 address end the client list and begin options",
              fmt::format("write [{}]{}", address, word.substr(address.size())));
}

// What a command does to the verdict.
void lint_aclexec(const std::vector<Option>& options, std::size_t index, LintContext& context) {
  const Option& option = options[index];
  const auto& last = options.back();
  if (last.kind == OptionKind::kAllow || last.kind == OptionKind::kDeny) {
    context.add("wrap.aclexec_is_ignored", Grade::kWarning,
                fmt::format("{} {}", option.keyword, option.value),
                fmt::format("{} at the end of the rule decides whatever the command says", last.keyword),
                "take the last option away");
  } else if (context.is_deny) {
    context.add("wrap.failed_aclexec", Grade::kWarning, fmt::format("{} {}", option.keyword, option.value),
                "when the command fails, or cannot be run, the deny rule does not count, and neither do "
                "those after it",
                "use aclexec in hosts.allow alone");
  }
}

void lint_value(const Rule& rule, const Option& option, LintContext& context) {
  if (option.kind && traits(*option.kind).expands_value) lint_expansions(option.value, context);
  if (option.kind == OptionKind::kSpawn || option.kind == OptionKind::kTwist ||
      option.kind == OptionKind::kAclexec)
    lint_command(option.value, context);
  if (option.kind == OptionKind::kBanners) lint_banners(rule, option.value, context);
}

}  // namespace

void lint_options(const Rule& rule, LintContext& context) {
  if (rule.has_options) lint_unbracketed_ipv6(rule, context);
  const OptionList list = rule.has_options ? parse_options(rule.options) : OptionList{};
  for (std::size_t i = 0; i < list.options.size(); ++i) {
    const Option& option = list.options[i];
    auto fault = fault_of(list.options, i);
    if (fault) return lint_fault(rule, option, std::move(*fault), context);
    lint_value(rule, option, context);
    if (option.kind == OptionKind::kAclexec) lint_aclexec(list.options, i, context);
    if (auto bad = option.kind ? static_fault_of(*option.kind, option.value) : std::nullopt) {
      const std::string effect =
          option.kind == OptionKind::kSetenv
              ? std::string("the name of the variable is no name; a blank stands between name and value")
              : *bad;
      add_error("wrap.bad_option", option, effect, "correct the value; see hosts_options(5)", std::move(*bad),
                context);
      return;
    }
    if ((option.kind == OptionKind::kUser || option.kind == OptionKind::kGroup) &&
        !lint_identity(option, context))
      return;
    // What follows is not reached.
    if (option.kind == OptionKind::kAllow || option.kind == OptionKind::kDeny ||
        option.kind == OptionKind::kTwist)
      return;
  }
  if (context.is_deny || !context.request.names_allowing_rules) return;
  context
      .add("wrap.implicit_allow", Grade::kNotice, "", "the rule grants access without saying so",
           "end the rule in \": allow\"")
      .original.texts = {"implicit \"allow\" at end of rule"};
}

}  // namespace portreeve::wrappers
