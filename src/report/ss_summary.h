#pragma once

#include <string>

#include "sockets/summary.h"

namespace portreeve::report {

/// Counts of sockets as `ss -s` writes them.
[[nodiscard]] std::string ss_summary(const sockets::SocketSummary& summary);

}  // namespace portreeve::report
