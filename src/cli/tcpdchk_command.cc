#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/drop_in.h"
#include "cli/output.h"
#include "cli/tcpd_tools.h"
#include "core/text.h"
#include "wrappers/dry_run.h"
#include "wrappers/evaluation.h"
#include "wrappers/line_reader.h"
#include "wrappers/lint.h"
#include "wrappers/options.h"
#include "wrappers/plain_request.h"
#include "wrappers/rule.h"
#include "wrappers/text.h"

namespace portreeve::cli {
namespace {

struct Options {
  bool names_allowing_rules = false;
  bool in_current_directory = false;
  bool lists_rules = false;
  std::string inetd_conf;
};

int print_usage(const char* program) {
  fmt::print(stderr,
             "usage: {} [-a] [-d] [-i inet_conf] [-v]\n"
             "\t-a: report rules with implicit \"ALLOW\" at end\n"
             "\t-d: use allow/deny files in current directory\n"
             "\t-i: location of inetd.conf file\n"
             "\t-v: list all rules\n",
             program);
  return 1;
}

// False: the command line is wrong.
bool parse_options(int argc, char** argv, Options& options) {
  for (int letter = ::getopt(argc, argv, "adi:v"); letter != -1; letter = ::getopt(argc, argv, "adi:v")) {
    switch (letter) {
      case 'a':
        options.names_allowing_rules = true;
        break;
      case 'd':
        options.in_current_directory = true;
        break;
      case 'i':
        options.inetd_conf = ::optarg;
        break;
      case 'v':
        options.lists_rules = true;
        break;
      default:
        return false;
    }
  }
  return ::optind == argc;
}

std::string list_members(std::string_view list) {
  std::string text;
  wrappers::TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next())
    text += fmt::format("{}{}", text.empty() ? "" : " ", token);
  return text;
}

// Shows the options of a rule as they are understood. What is wrong with them is the linter's to tell.
class ShownOptions : public wrappers::NoDiagnostics {
 public:
  void option(std::string_view keyword, std::string_view value) override {
    fmt::print(stderr, "option:   {} {}\n", core::printable(keyword), core::printable(value));
  }
};

// What a rule of a table says of its clients, once its options have been tried and shown.
std::string_view access_of(const wrappers::Rule& rule, bool is_deny) {
  // Expansions stand for what they will be, as with the original.
  wrappers::PlainRequest request("daemon_name", {"client_addr", "client_hostname"},
                                 {"server_addr", "server_hostname"}, "user_name");
  ShownOptions diagnostics;
  wrappers::Evaluation evaluation(request, diagnostics, false);
  wrappers::DryRun process;
  switch (wrappers::run_options(rule.options, evaluation, process)) {
    case wrappers::OptionsOutcome::kAllow:
      return "granted";
    case wrappers::OptionsOutcome::kDeny:
    case wrappers::OptionsOutcome::kError:
      return "denied";
    case wrappers::OptionsOutcome::kPassed:
    case wrappers::OptionsOutcome::kCommandFailed:
      break;
  }
  return is_deny ? "denied" : "granted";
}

core::Status list_rules(const std::string& file, std::string_view text, bool is_deny) {
  wrappers::LineReader lines(text);
  for (auto line = lines.next(); line && line->is_complete; line = lines.next()) {
    const auto rule =
        wrappers::is_blank_or_comment(line->text) ? std::nullopt : wrappers::parse_rule(line->text);
    if (!rule) continue;
    auto written =
        write_output(fmt::format("\n>>> Rule {} line {}:\ndaemons:  {}\nclients:  {}\n", file, line->number,
                                 list_members(rule->daemons), list_members(rule->clients)));
    const std::string_view access = rule->has_options ? access_of(*rule, is_deny)
                                    : is_deny         ? "denied"
                                                      : "granted";
    if (written) written = write_output(fmt::format("access:   {}\n", access));
    if (!written) return written;
  }
  return {};
}

core::Status list_tables(const core::SystemRoot& root, const wrappers::LintRequest& request) {
  auto written = write_output(
      fmt::format("Using network configuration file: {}\n", inetd_file_shown(request.super_servers)));
  for (const bool is_deny : {false, true}) {
    const std::string& table = is_deny ? request.deny : request.allow;
    const auto text = root.read(table);
    if (text && written) written = list_rules(table, *text, is_deny);
  }
  return written;
}

}  // namespace

int run_tcpdchk(int argc, char** argv) {
  Options options;
  if (!parse_options(argc, argv, options)) return print_usage(argv[0]);
  const core::SystemRoot root;
  wrappers::LintRequest request;
  TroublePrinter trouble;
  auto services = read_inetd_services(root, options.inetd_conf, trouble);
  if (!services) return 1;
  request.super_servers = *std::move(services);
  if (options.in_current_directory) {
    request.allow = "hosts.allow";
    request.deny = "hosts.deny";
  }
  request.as_original = true;
  request.names_allowing_rules = options.names_allowing_rules;
  request.resolves_names = true;  // the original does
  const auto observed = wrappers::lint(root, request);
  if (options.lists_rules) {
    if (const auto written = list_tables(root, request); !written) {
      fmt::print(stderr, "{}\n", written.error().to_string());
      return 1;
    }
  }
  trouble.tell(request.super_servers.problems);
  trouble.warn_of_writable(root, request.allow);
  trouble.warn_of_writable(root, request.deny);
  trouble.tell(observed.value.problems);
  print_unseen(observed.unseen);
  return 0;
}

}  // namespace portreeve::cli
