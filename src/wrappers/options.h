#pragma once

#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// What options may ask or change of the process that decides, beside what system calls do.
class ProcessState {
 public:
  ProcessState() = default;
  ProcessState(const ProcessState&) = delete;
  ProcessState& operator=(const ProcessState&) = delete;
  virtual ~ProcessState() = default;

  /// Whether options are only to be checked: commands are not run and the process is left as it is.
  [[nodiscard]] virtual bool is_dry_run() = 0;
  /// Called instead of becoming another program in a dry run.
  virtual void delegate() = 0;
  /// Whether the process has decided before and so must not turn into another program.
  [[nodiscard]] virtual bool is_resident() = 0;
  /// Sets the syslog(3) priority of both outcomes.
  virtual void set_severity(int priority) = 0;
  /// Sets how long RFC 1413 look-ups may take, in seconds.
  virtual void set_ident_timeout(int seconds) = 0;
  /// Logs that the client has been handed to a command, at the priority of refusals.
  virtual void log_twist(std::string_view text) = 0;
};

/// What the options of a matching rule come to.
enum class OptionsOutcome {
  kPassed,         ///< they ran, and the table that the rule is in decides
  kAllow,          ///< allow was reached
  kDeny,           ///< deny was reached
  kError,          ///< an option is in error: the request is refused
  kCommandFailed,  ///< the last aclexec failed: the rule does not count, and neither do those after it
};

/// Runs the options of a rule (hosts_options(5)) one after the other, each with its effects. An error is told
/// to the diagnostics and ends them; what the options before it did stays done.
[[nodiscard]] OptionsOutcome run_options(std::string_view text, Evaluation& evaluation,
                                         ProcessState& process);

}  // namespace portreeve::wrappers
