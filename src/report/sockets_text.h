#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sockets/socket.h"

namespace portreeve::report {

struct SocketsTextOptions {
  bool headings = true;
  bool owners = false;  ///< the column of processes
  bool kinds = true;    ///< the column Netid, which ss leaves out when only one kind was asked for
};

/// Sockets in the columns and spellings of ss(8): "*" for an IPv6 wildcard that takes IPv4 as well, a device
/// or zone behind "%", owners as users:(("sshd",pid=812,fd=3)). Names of processes are made printable.
[[nodiscard]] std::string sockets_text(const std::vector<sockets::Socket>& sockets,
                                       const SocketsTextOptions& options);

}  // namespace portreeve::report
