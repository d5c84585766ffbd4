#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/query.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Passes each wanted socket of the calling thread's network namespace, or of others (Query::namespaces), to
/// `visit`, once, as the kernel tells of it and without keeping it, so that a million of them need little
/// memory. They come by protocol in the order of the query, then in the kernel's own. The value is false if
/// sockets may be missing; what is missing is in the list of unseen.
///
/// They are asked of the kernel over netlink, or read from /proc/net where it can't be asked; those of a
/// capture from DIR/proc/net, with owners from DIR/proc/PID.
///
/// Of all namespaces the caller's own comes first and the others follow by label (namespaces.h). One that
/// cannot be entered is noted as unseen, and makes the value false; one that goes away meanwhile has no
/// sockets. `visit` is called by one thread at a time, but not always by the same.
[[nodiscard]] core::Observed<bool> visit_sockets(const core::SystemRoot& root, const Query& query,
                                                 const Visitor& visit);

/// What there is.
struct Inventory {
  std::vector<Socket> sockets;  ///< sorted by namespace, protocol, state, local endpoint, peer and inode
  bool complete =
      true;  ///< false if sockets may be missing; what is missing of them is in the list of unseen
};

/// All that visit_sockets() tells of, at once and sorted.
[[nodiscard]] core::Observed<Inventory> observe_sockets(const core::SystemRoot& root, const Query& query);

}  // namespace portreeve::sockets
