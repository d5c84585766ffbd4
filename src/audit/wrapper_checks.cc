#include <algorithm>
#include <array>
#include <span>
#include <string>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/shell.h"
#include "core/text.h"

namespace portreeve::audit {
namespace {

using wrappers::Grade;
using wrappers::Problem;

// Which problems of the linter (wrappers/lint.h) each check is about. The ones that are left over are matters
// of style for `portreeve wrap check` alone.
constexpr std::array<std::string_view, 5> kFailingOpen{"wrap.unreadable_table", "wrap.table_is_directory",
                                                       "wrap.unterminated_line", "wrap.failed_aclexec",
                                                       "wrap.aclexec_is_ignored"};
constexpr std::array<std::string_view, 25> kMalformed{"wrap.missing_separator",
                                                      "wrap.swallowed_line",
                                                      "wrap.hash_in_rule",
                                                      "wrap.byte_order_mark",
                                                      "wrap.zero_byte",
                                                      "wrap.empty_list",
                                                      "wrap.except_first",
                                                      "wrap.empty_host",
                                                      "wrap.misspelt_keyword",
                                                      "wrap.bad_option",
                                                      "wrap.old_shell_command",
                                                      "wrap.unknown_user",
                                                      "wrap.unknown_group",
                                                      "wrap.unbracketed_ipv6",
                                                      "wrap.bad_network",
                                                      "wrap.network_mask_is_bad",
                                                      "wrap.network_has_host_bits",
                                                      "wrap.network_length_is_junk",
                                                      "wrap.bad_address",
                                                      "wrap.bad_ipv6_address",
                                                      "wrap.length_in_brackets",
                                                      "wrap.port_wraps_around",
                                                      "wrap.port_out_of_range",
                                                      "wrap.hash_in_pattern_file",
                                                      "wrap.pattern_file_syntax"};
constexpr std::array<std::string_view, 5> kMisleading{"wrap.address_glob_hits_name", "wrap.mapped_client",
                                                      "wrap.network_without_mask", "wrap.domain_ends_in_dot",
                                                      "wrap.network_begins_with_dot"};
constexpr std::array<std::string_view, 2> kInert{"wrap.inert_rule", "wrap.shadowed_rule"};
constexpr std::array<std::string_view, 4> kWritable{"wrap.table_writable", "wrap.pattern_file_writable",
                                                    "wrap.banner_writable", "wrap.command_writable"};
constexpr std::array<std::string_view, 4> kMissing{"wrap.unreadable_pattern_file", "wrap.banner_missing",
                                                   "wrap.command_missing", "wrap.command_not_absolute"};
constexpr std::array<std::string_view, 1> kRevealing{"wrap.banner_reveals_version"};
constexpr std::array<std::string_view, 1> kOpen{"wrap.no_default_deny"};

// What a person types to mend it. The advice of the linter is for the one who edits the file.
std::vector<std::string> commands_for(const Problem& problem) {
  if (!problem.exposed.empty())
    return {"chown root:root " + shell_word(problem.exposed), "chmod go-w " + shell_word(problem.exposed)};
  if (problem.id == "wrap.no_default_deny") {
    return {fmt::format("echo 'ALL: ALL' >> {}   # after the rules for those who are to get in",
                        shell_word(problem.file))};
  }
  const std::string line = problem.line == 0 ? "" : fmt::format("+{} ", problem.line);
  return {fmt::format("\"${{EDITOR:-vi}}\" {}{}   # {}", line, shell_word(problem.file),
                      core::printable(problem.remedy))};
}

// Each problem is evidence of its own. What the problem's grade says can lower the severity: a notice is for
// information.
Look problems_among(std::span<const std::string_view> ids) {
  return [ids](const Observations& observations) -> core::Result<std::vector<Evidence>> {
    std::vector<Evidence> found;
    for (const Problem& problem : observations.wrappers.value.problems) {
      if (std::ranges::find(ids, problem.id) == ids.end()) continue;
      const std::string place =
          problem.line == 0 ? problem.file : fmt::format("{}:{}", problem.file, problem.line);
      found.push_back(
          {.subjects = {place},
           .seen =
               problem.text.empty() ? problem.effect : fmt::format("{}: {}", problem.text, problem.effect),
           .remedy = commands_for(problem),
           .severity = problem.grade == Grade::kNotice ? std::optional(Severity::kInfo) : std::nullopt});
    }
    return found;
  };
}

}  // namespace

std::vector<Check> wrapper_checks() {
  return {
      {.id = "wrappers.writable_file",
       .severity = Severity::kHigh,
       .title = "Others than root can change a file that TCP Wrappers relies on",
       .why = "Whoever can write the rules lets himself in; whoever can write a program that a rule starts "
              "has it run by the daemon.",
       .section = "4.4.1",
       .look = problems_among(kWritable)},
      {.id = "wrappers.fails_open",
       .severity = Severity::kHigh,
       .title = "Rules of TCP Wrappers are ignored without a word",
       .why = "A rule that is not read refuses nobody, and nothing but a line in the log tells of it.",
       .section = "4.4.1",
       .look = problems_among(kFailingOpen)},
      {.id = "wrappers.malformed_rule",
       .severity = Severity::kMedium,
       .title = "A rule of TCP Wrappers does something else than it says",
       .why = "Whoever wrote the rule believes that it protects the service.",
       .section = "4.4.1",
       .look = problems_among(kMalformed)},
      {.id = "wrappers.no_default_deny",
       .severity = Severity::kMedium,
       .title = "TCP Wrappers let in whoever no rule names",
       .why = "A client that nobody has thought of, and a daemon that is installed later, are let in until a "
              "rule is written for them.",
       .section = "4.4.1",
       .look = problems_among(kOpen)},
      {.id = "wrappers.inert_rule",
       .severity = Severity::kMedium,
       .title = "A rule of TCP Wrappers is never applied",
       .why = "The daemon does not ask for the rules, or another rule decides before: the protection exists "
              "on paper alone.",
       .section = "4.4.1",
       .look = problems_among(kInert)},
      {.id = "wrappers.misleading_pattern",
       .severity = Severity::kLow,
       .title = "A pattern of TCP Wrappers matches other hosts than it seems to",
       .why = "A host that was to be kept out gets in under a name or an address that the pattern does not "
              "cover.",
       .section = "4.4.1",
       .look = problems_among(kMisleading)},
      {.id = "wrappers.missing_file",
       .severity = Severity::kLow,
       .title = "A rule of TCP Wrappers relies on a file that may not be the one that is meant",
       .why = "A list of hosts that is missing is empty, a banner that is missing is not sent, and a command "
              "that is not found warns nobody.",
       .section = "4.4.1",
       .look = problems_among(kMissing)},
      {.id = "wrappers.banner_reveals_version",
       .severity = Severity::kLow,
       .title = "A banner tells strangers which software answers",
       .why = "An attacker need not try faults that the software does not have.",
       .section = "4.4.1.1",
       .look = problems_among(kRevealing)},
  };
}

}  // namespace portreeve::audit
