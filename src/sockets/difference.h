#pragma once

#include <vector>

#include "sockets/socket.h"

namespace portreeve::sockets {

/// A socket that is in both listings and is held by other programs or another user than before.
struct Change {
  Socket before;
  Socket after;
};

/// How two listings of a host differ.
struct Difference {
  std::vector<Socket> appeared;
  std::vector<Socket> went;
  std::vector<Change> changed;

  [[nodiscard]] bool is_empty() const { return appeared.empty() && went.empty() && changed.empty(); }
};

/// Compares two listings that may have been made by different boots of the host. A socket is the same if it
/// has the same protocol, state, endpoints (or name), interface and network namespace; its inode and the pids
/// of its owners do not count, its user and their names and executables do. Where several sockets are alike
/// in all that (SO_REUSEPORT), their number counts. Each list is in the order of the listing that it is from.
[[nodiscard]] Difference compare(const std::vector<Socket>& before, const std::vector<Socket>& after);

}  // namespace portreeve::sockets
