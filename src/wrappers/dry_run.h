#pragma once

#include <string_view>

#include "wrappers/options.h"

namespace portreeve::wrappers {

/// A process that only asks how a daemon would decide: options are checked, commands are not run (an aclexec
/// is taken to succeed), and nothing of the process changes but its umask and its environment.
class DryRun : public ProcessState {
 public:
  /// Whether a twist would have given the client to a command instead of the daemon.
  [[nodiscard]] bool is_delegated() const { return is_delegated_; }

  [[nodiscard]] bool is_dry_run() override { return true; }
  void delegate() override { is_delegated_ = true; }
  [[nodiscard]] bool is_resident() override { return false; }
  void set_severity(int /*priority*/) override {}
  void set_ident_timeout(int /*seconds*/) override {}
  void log_twist(std::string_view /*text*/) override {}

 private:
  bool is_delegated_ = false;
};

}  // namespace portreeve::wrappers
