#include "cli/command.h"

#include <fmt/format.h>

#include "report/unseen.h"

namespace portreeve::cli {

core::Result<core::SystemRoot> system_root(const GlobalOptions& options) {
  return options.root.empty() ? core::SystemRoot() : core::SystemRoot::capture(options.root);
}

ExitStatus fail(const core::Error& error) {
  fmt::print(stderr, "portreeve: {}\n", error.to_string());
  return ExitStatus::kFailed;
}

void print_unseen(const std::vector<core::Unseen>& unseen) {
  for (const core::Unseen& entry : unseen)
    fmt::print(stderr, "portreeve: not seen: {}\n", report::unseen_line(entry));
}

}  // namespace portreeve::cli
