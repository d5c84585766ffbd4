#pragma once

#include "cli/command.h"

namespace portreeve::cli {

// The subcommands of `portreeve kernel` that have a file of their own.

/// `portreeve kernel why`
void add_kernel_why(CLI::App& kernel, const GlobalOptions& options, ExitStatus& status);

}  // namespace portreeve::cli
