#pragma once

#include "cli/command.h"
#include "cli/netstat_arguments.h"
#include "core/system_root.h"

namespace portreeve::cli {

/// Prints the sockets that a command line in the manner of netstat(8) asks for. What was not seen is said on
/// standard error.
[[nodiscard]] ExitStatus print_netstat_listing(const core::SystemRoot& root,
                                               const NetstatArguments& arguments);

}  // namespace portreeve::cli
