#pragma once

#include <string>

#include "cli/command.h"
#include "core/system_root.h"
#include "sockets/query.h"

// `portreeve ports --watch` and `--diff`: what changes among the sockets of a host.

namespace portreeve::cli {

/// Prints each of the wanted sockets that comes or goes, as it does, until the program is stopped or nobody
/// reads any more.
ExitStatus watch_ports(const core::SystemRoot& root, const sockets::Query& query, bool json);

/// Prints how the wanted sockets differ from those of an earlier listing, a file that `portreeve ports
/// --json` wrote: kFine if they do not, kFindings if they do.
ExitStatus compare_ports(const core::SystemRoot& root, const sockets::Query& query,
                         const std::string& snapshot_file, bool json);

}  // namespace portreeve::cli
