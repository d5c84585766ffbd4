#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/decision.h"
#include "wrappers/evaluation.h"
#include "wrappers/rule_texts.h"

namespace portreeve::wrappers {

/// A rule that was looked at before the decision, and why it did not decide.
struct PassedRule {
  std::string file;
  int line = 0;
  std::string text;    ///< the rule as written, continued lines joined, without its newline
  std::string reason;  ///< why it does not match, or what keeps the line from being a rule
};

/// What an option of the matching rule would do: nothing is done.
struct WouldRun {
  std::string keyword;
  std::string value;  ///< with its %-expansions done
};

/// A decision with everything that led to it.
struct Explanation {
  Decision decision;
  bool is_delegated = false;  ///< a twist would give the client to a command instead of the daemon
  std::string rule;           ///< the text of the rule that decided; empty when none did
  std::vector<PassedRule> passed;
  std::vector<WouldRun> options;      ///< of the rule that decided, in order, as far as they would be run
  std::vector<std::string> messages;  ///< what the daemon would log: "warning: FILE, line N: ..."
};

/// Decides on a request as a daemon would and says why, in a dry run: commands are not run (an aclexec is
/// taken to succeed) and the process stays as it is. `is_strict` as in policy.h,
/// `read_pattern_file` as in evaluation.h.
[[nodiscard]] Explanation explain(
    const std::vector<RuleTexts::File>& files, const Tables& tables, Request& request, bool is_strict,
    const std::function<FileText(const std::string& path)>& read_pattern_file = nullptr);

}  // namespace portreeve::wrappers
