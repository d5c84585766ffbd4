#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wrappers/exposure.h"
#include "wrappers/lint.h"
#include "wrappers/option.h"
#include "wrappers/rule.h"
#include "wrappers/rule_outcome.h"
#include "wrappers/trap.h"

// The parts of the linter (lint.h), each about one side of a rule. They are not for others to call.

namespace portreeve::wrappers {

/// Where the linter is, and where it writes what it finds.
class LintContext {
 public:
  LintContext(const core::SystemRoot& the_root, const LintRequest& the_request,
              core::Observed<LintReport>& observed)
      : root(the_root), request(the_request), observed_(observed) {}

  /// Adds a problem at the current line. The reference is valid until the next one is added.
  Problem& add(std::string_view id, Grade grade, std::string_view text, std::string_view effect,
               std::string_view remedy);
  /// A problem that is a trap of the language, explained in the engine's own words.
  Problem& add(std::string_view id, Grade grade, std::string_view text, Trap trap, std::string_view remedy) {
    return add(id, grade, text, explanation(trap), remedy);
  }
  /// Puts the problems into the order of the rules that they come from.
  void sort_by_rule();
  void miss(std::string what, core::Error why) { observed_.miss(std::move(what), std::move(why)); }

  /// Whether it says something that a path is not there: in a capture, which need not hold everything, only
  /// if the directory that it would be in is there.
  [[nodiscard]] bool is_missing(std::string_view path);

  /// Adds a problem if somebody other than root may change a file: "PLACE is writable by everybody,
  /// CONSEQUENCE".
  void look_for_exposure(std::string_view id, const std::string& path, std::string_view consequence);

  /// True the first time that it is asked about a thing of a kind: what is wrong with a file that a thousand
  /// rules name is told once.
  bool is_first(std::string_view kind, std::string_view thing) { return told_.emplace(kind, thing).second; }

  const core::SystemRoot& root;
  const LintRequest& request;
  std::string file;      ///< the file that is being looked at
  int line = 0;          ///< its line
  bool is_deny = false;  ///< whether the rule that is being looked at is in the deny table
  int rule_line = 0;     ///< the line of that rule, also while a file that it names is looked at
  std::size_t addresses_of_last_name = 0;  ///< what lint_name() found

 private:
  core::Observed<LintReport>& observed_;
  std::vector<std::pair<bool, int>> rules_;  ///< for each problem its rule's place
  std::set<std::pair<std::string, std::string>> told_;
  // What has been looked at already: a thousand rules may name the same command.
  std::map<std::string, std::optional<Exposure>> exposures_;
  std::map<std::string, bool> missing_;
};

/// A member of a list that is the word EXCEPT, or that is in front of the first one.
[[nodiscard]] bool is_except(std::string_view token);

/// The words that tcpdchk(8) takes for mistakes where a name is expected.
[[nodiscard]] bool is_reserved_word(std::string_view word);

/// FAIL where a pattern is expected: a keyword of long ago.
void lint_fail(std::string_view token, LintContext& context);
void lint_daemons(const Rule& rule, LintContext& context);
void lint_clients(const Rule& rule, LintContext& context);
/// One pattern for a host: a client, the server's end behind "daemon@", a word of a pattern file.
void lint_host(std::string_view pattern, LintContext& context);
void lint_pattern_file(std::string_view path, LintContext& context);
void lint_options(const Rule& rule, LintContext& context);
/// The programs that a shell command starts.
void lint_command(std::string_view command, LintContext& context);
void lint_banners(const Rule& rule, std::string_view directory, LintContext& context);
/// Asks the name service about a netgroup or, when the request permits it, a name or address, and leaves in
/// the context how many addresses it has.
void lint_name(std::string_view pattern, LintContext& context);

/// A rule with its place, for what concerns several rules.
struct PlacedRule {
  std::string file;
  int line = 0;
  bool is_deny = false;
  std::string text;

  [[nodiscard]] Rule rule() const { return parse_rule(text).value_or(Rule{}); }
};
/// Rules that no client reaches, as an earlier one has taken all of theirs.
void lint_order(const std::vector<PlacedRule>& rules, LintContext& context);
/// Whether those whom no rule names are refused.
void lint_default(const std::vector<PlacedRule>& rules, LintContext& context);

}  // namespace portreeve::wrappers
