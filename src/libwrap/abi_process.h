#pragma once

#include "wrappers/options.h"

namespace portreeve::libwrap {

/// The exported variables that options read and set, as the engine sees them.
class AbiProcess : public wrappers::ProcessState {
 public:
  [[nodiscard]] bool is_dry_run() override;
  void delegate() override;
  [[nodiscard]] bool is_resident() override;
  void set_severity(int priority) override;
  void set_ident_timeout(int seconds) override;
  void log_twist(std::string_view text) override;
};

}  // namespace portreeve::libwrap
