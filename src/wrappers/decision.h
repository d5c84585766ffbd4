#pragma once

#include <string_view>

#include "wrappers/evaluation.h"
#include "wrappers/options.h"
#include "wrappers/rule_files.h"

namespace portreeve::wrappers {

/// The paths of the two rule files.
struct Tables {
  std::string_view allow = "/etc/hosts.allow";
  std::string_view deny = "/etc/hosts.deny";
};

/// The verdict on a request, and what it rests on.
struct Decision {
  enum class Reason {
    kRule,           ///< a rule matched, and its file decides
    kOption,         ///< a rule matched, and its option allow or deny decides
    kBadOption,      ///< a rule matched whose options are in error: refused
    kUnusableTable,  ///< the deny table cannot be read, or not to its end: refused
    kNoRule,         ///< no rule of either file matches: granted
    kTrap,           ///< strict: the decision ran into a trap of the language: refused
  };
  bool is_granted = false;
  Reason reason = Reason::kNoRule;
  std::string_view table;  ///< the path of the file that decided, from Tables; empty for no_rule
  int line = 0;            ///< its line; 0 when no line decided
};

/// Decides as hosts_access(3) does. The first matching rule of the allow table grants; else the first
/// matching rule of the deny table refuses; else the request is granted. The options of the rule that matches
/// are run, and allow and deny among them turn the verdict. An allow table that cannot be used does not
/// grant, and a deny table that cannot be used refuses. Empty paths stand for tables without rules.
[[nodiscard]] Decision decide(const Tables& tables, RuleFiles& files, Evaluation& evaluation,
                              ProcessState& process);

}  // namespace portreeve::wrappers
