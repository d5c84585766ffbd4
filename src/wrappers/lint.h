#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "wrappers/obedience.h"
#include "wrappers/problem.h"
#include "wrappers/super_server.h"

namespace portreeve::wrappers {

/// What the linter is to know of the host beside its files, and how far it is to look.
struct LintRequest {
  std::string allow = "/etc/hosts.allow";
  std::string deny = "/etc/hosts.deny";
  std::vector<Daemon> daemons;        ///< the programs that listen
  bool all_daemons_seen = false;      ///< whether a name that is not among them is of no listening program
  SuperServers super_servers;         ///< what inetd and xinetd start
  bool as_original = false;           ///< judge names by inetd's configuration alone, as tcpdchk(8) does
  bool names_allowing_rules = false;  ///< tell of rules that grant without saying so
  /// Look up the host names in the rules. That asks name servers, which whoever runs them can see and
  /// answer as he likes, and takes as long as they do.
  bool resolves_names = false;
};

/// What the linter saw.
struct LintReport {
  /// Whether the host relies on TCP Wrappers: a rule stands in one of the files, one of the files is there
  /// and unusable, or a program that asks libwrap listens.
  bool is_in_use = false;
  bool all_rules_seen = true;     ///< false if a file is there that this process may not read
  std::vector<Problem> problems;  ///< in the order of the files and their lines
};

/// Examines the rule files of a host or a capture, and the files that the rules name, for what does something
/// else than it says: each trap of the language (trap.h), mistakes of writing, rules that nothing reaches or
/// that nobody asks, and files that others may change. What could not be examined is noted as unseen; only
/// what is certain becomes a problem.
///
/// Whatever the files hold is text to look at: nothing of it is executed.
[[nodiscard]] core::Observed<LintReport> lint(const core::SystemRoot& root, const LintRequest& request);

/// The same for two texts, whatever the rule files hold and whoever may write them.
[[nodiscard]] core::Observed<LintReport> lint_texts(const core::SystemRoot& root, const LintRequest& request,
                                                    std::string_view allow, std::string_view deny);

}  // namespace portreeve::wrappers
