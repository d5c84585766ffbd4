#pragma once

namespace portreeve::cli {

// The programs that the binary is when it is called by their names: with their options, their output and
// their exit statuses.

/// netstat(8) of net-tools
int run_netstat(int argc, char** argv);

/// ss(8) of iproute2
int run_ss(int argc, char** argv);

/// tcpdchk(8)
int run_tcpdchk(int argc, char** argv);

/// tcpdmatch(8)
int run_tcpdmatch(int argc, char** argv);

}  // namespace portreeve::cli
