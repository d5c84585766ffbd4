#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "core/observation.h"
#include "core/result.h"
#include "core/system_root.h"

namespace CLI {
class App;
}

namespace portreeve::cli {

/// What the program ends with; the same meaning for every command.
enum class ExitStatus : int {
  kFine = 0,
  kFindings = 1,  ///< something was found, denied or closed, as the command documents
  kUsage = 2,     ///< the command line is wrong
  kFailed = 3,    ///< it could not be done; the message says what to do
};

/// The options that every command takes, before or after its name.
struct GlobalOptions {
  std::string root;                    ///< --root: a captured host's directory; empty for this host
  bool json = false;                   ///< --json
  ColorWhen color = ColorWhen::kAuto;  ///< --color
};

/// The system to observe, as --root says. A bad directory is an error.
[[nodiscard]] core::Result<core::SystemRoot> system_root(const GlobalOptions& options);

/// Prints "portreeve: MESSAGE" on standard error and returns kFailed.
ExitStatus fail(const core::Error& error);

/// Prints what was not seen on standard error, one line each: beside a listing that has no place for it.
void print_unseen(const std::vector<core::Unseen>& unseen);

// Each command declares its options on the program and sets `status` when it was chosen and has run. The
// references live as long as the parse. One declaration a command, in the order in which the help lists them.

/// `portreeve audit`
void add_audit_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

/// `portreeve kernel`
void add_kernel_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

/// `portreeve ports`
void add_ports_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

/// `portreeve rpfilter`
void add_rpfilter_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

/// `portreeve scan`
void add_scan_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

/// `portreeve wrap`
void add_wrap_command(CLI::App& program, const GlobalOptions& options, ExitStatus& status);

}  // namespace portreeve::cli
