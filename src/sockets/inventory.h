#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/query.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Passes each wanted socket of the caller's network namespace to `visit`, once, as the kernel tells of it
/// and without keeping it, so that a million of them need little memory. They come by protocol in the order
/// of the query, then in the kernel's own. The value is false if sockets may be missing; what is missing is
/// in the list of unseen.
///
/// They are asked of the kernel over netlink, or read from /proc/net where it can't be asked; those of a
/// capture from DIR/proc/net, with owners from DIR/proc/PID.
[[nodiscard]] core::Observed<bool> visit_sockets(const core::SystemRoot& root, const Query& query,
                                                 const Visitor& visit);

/// What there is in one network namespace.
struct Inventory {
  std::vector<Socket> sockets;  ///< sorted by protocol, state, local endpoint, peer and inode
  bool complete =
      true;  ///< false if sockets may be missing; what is missing of them is in the list of unseen
};

/// All that visit_sockets() tells of, at once and sorted.
[[nodiscard]] core::Observed<Inventory> observe_sockets(const core::SystemRoot& root, const Query& query);

}  // namespace portreeve::sockets
