#include "cli/command.h"

#include <fmt/format.h>

namespace portreeve::cli {

core::Result<core::SystemRoot> system_root(const GlobalOptions& options) {
  return options.root.empty() ? core::SystemRoot() : core::SystemRoot::capture(options.root);
}

ExitStatus fail(const core::Error& error) {
  fmt::print(stderr, "portreeve: {}\n", error.to_string());
  return ExitStatus::kFailed;
}

}  // namespace portreeve::cli
