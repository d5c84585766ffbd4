#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>

#include <fmt/format.h>

#include "cli/drop_in.h"
#include "cli/output.h"
#include "core/text.h"
#include "wrappers/line_reader.h"
#include "wrappers/lint.h"
#include "wrappers/rule.h"
#include "wrappers/rule_outcome.h"
#include "wrappers/text.h"

namespace portreeve::cli {
namespace {

constexpr std::string_view kDefaultInetdConf = "/etc/inetd.conf";

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

// What the original sends to syslog. It may tell of the same thing many times; this does once.
void print_problems(const std::vector<wrappers::Problem>& problems) {
  std::set<std::string> told;
  for (const wrappers::Problem& problem : problems) {
    for (const std::string& text : problem.original.texts) {
      const std::string line = fmt::format(
          "{}: {}, line {}: {}", problem.original.is_error ? "error" : "warning",
          core::printable(problem.file), problem.original.line.value_or(problem.line), core::printable(text));
      if (told.insert(line).second) fmt::print(stderr, "{}\n", line);
    }
  }
}

std::string list_members(std::string_view list) {
  std::string text;
  wrappers::TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next())
    text += fmt::format("{}{}", text.empty() ? "" : " ", token);
  return text;
}

std::string_view access_of(const wrappers::Rule& rule, bool is_deny) {
  switch (wrappers::outcome_of(rule)) {
    case wrappers::StaticOutcome::kAllows:
      return "granted";
    case wrappers::StaticOutcome::kDenies:
    case wrappers::StaticOutcome::kFails:
      return "denied";
    default:
      return is_deny ? "denied" : "granted";
  }
}

// A rule whose options are in error refuses; names of users and groups that do not exist are such an error.
bool has_error(const std::vector<wrappers::Problem>& problems, std::string_view file, int line) {
  return std::ranges::any_of(problems, [&](const wrappers::Problem& problem) {
    return problem.original.is_error && problem.file == file && problem.line == line;
  });
}

std::string rules_text(const std::string& file, std::string_view text, bool is_deny,
                       const std::vector<wrappers::Problem>& problems) {
  std::string listing;
  wrappers::LineReader lines(text);
  while (const auto line = lines.next()) {
    if (!line->is_complete) break;
    const auto rule =
        wrappers::is_blank_or_comment(line->text) ? std::nullopt : wrappers::parse_rule(line->text);
    if (!rule) continue;
    listing += fmt::format("\n>>> Rule {} line {}:\ndaemons:  {}\nclients:  {}\naccess:   {}\n", file,
                           line->number, list_members(rule->daemons), list_members(rule->clients),
                           has_error(problems, file, line->number) ? "denied" : access_of(*rule, is_deny));
  }
  return listing;
}

}  // namespace

int run_tcpdchk(int argc, char** argv) {
  Options options;
  if (!parse_options(argc, argv, options)) return print_usage(argv[0]);
  const core::SystemRoot root;
  wrappers::LintRequest request;
  const std::string inetd_conf(options.inetd_conf.empty() ? kDefaultInetdConf
                                                          : std::string_view(options.inetd_conf));
  const auto services = root.read(inetd_conf);
  if (services) {
    wrappers::read_inetd_conf(root, inetd_conf, *services, request.super_servers);
  } else if (!options.inetd_conf.empty()) {
    fmt::print(stderr, "open {}: {}\n", inetd_conf, std::strerror(services.error().errno_value));
    return 1;
  }
  if (options.in_current_directory) {
    request.allow = "hosts.allow";
    request.deny = "hosts.deny";
  }
  request.as_original = true;
  request.names_allowing_rules = options.names_allowing_rules;
  request.resolves_names = true;  // the original does
  const auto observed = wrappers::lint(root, request);
  if (options.lists_rules) {
    const std::string& file = request.super_servers.inetd_file;
    std::string listing =
        fmt::format("Using network configuration file: {}\n", file.empty() ? "(null)" : file);
    for (const bool is_deny : {false, true}) {
      const std::string& table = is_deny ? request.deny : request.allow;
      if (const auto text = root.read(table))
        listing += rules_text(table, *text, is_deny, observed.value.problems);
    }
    if (const auto written = write_output(listing); !written) {
      fmt::print(stderr, "{}\n", written.error().to_string());
      return 1;
    }
  }
  print_problems(observed.value.problems);
  return 0;
}

}  // namespace portreeve::cli
