#pragma once

namespace portreeve::cli {

// The programs that the binary is when it is called by their names: with their options, their output and
// their exit statuses.

/// tcpdchk(8)
int run_tcpdchk(int argc, char** argv);

}  // namespace portreeve::cli
