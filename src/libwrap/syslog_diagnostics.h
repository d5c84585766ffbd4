#pragma once

#include <string_view>

#include "wrappers/diagnostics.h"

namespace portreeve::libwrap {

/// Messages to syslog(3), at the facility that the program has opened it with, in the forms of the original:
/// "warning: FILE, line N: TEXT".
class SyslogDiagnostics : public wrappers::Diagnostics {
 public:
  void warning(const wrappers::Position& where, std::string_view text) override;
  void error(const wrappers::Position& where, std::string_view text) override;
  void notice(std::string_view text) override;
  void matched(const wrappers::Position& where) override;
  void option(std::string_view keyword, std::string_view value) override;
};

/// While it lives, what this thread's look-ups warn of is told with the rule that asked for them.
class RuleScope {
 public:
  /// `position` is that of the decision, and changes while that goes on.
  explicit RuleScope(const wrappers::Position& position);
  RuleScope(const RuleScope&) = delete;
  RuleScope& operator=(const RuleScope&) = delete;
  ~RuleScope();

 private:
  const wrappers::Position* outer_;
};

/// Warns of something with the rule of the RuleScope, or without one where there is none.
void warn(std::string_view text);

/// Logs one line at a priority. Control characters, which a peer may have sent, become "?".
void log_line(int priority, std::string_view text);

}  // namespace portreeve::libwrap
