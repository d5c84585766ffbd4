#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/owners.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Which sockets are wanted.
struct Query {
  std::vector<core::Transport> transports{core::Transport::kTcp,
                                          core::Transport::kUdp};  ///< of TCP, UDP, UDP-Lite
  std::vector<core::Family> families{core::Family::kIpv4, core::Family::kIpv6};
  std::vector<State> states;                     ///< empty for every state
  bool owners = true;                            ///< whether to look for the processes that hold them
  OwnerDetail owner_detail = OwnerDetail::kAll;  ///< how much of each of them
};

/// The states of a socket that waits for others: listening, or for UDP unconnected.
[[nodiscard]] std::vector<State> waiting_states();

/// What there is in one network namespace.
struct Inventory {
  std::vector<Socket> sockets;  ///< sorted by transport, state, local endpoint, peer and inode
  bool complete =
      true;  ///< false if sockets may be missing; what is missing of them is in the list of unseen
};

/// Observes the sockets of the caller's network namespace over netlink, or from /proc/net where the kernel
/// can't be asked; those of a capture from DIR/proc/net, with owners from DIR/proc/PID.
[[nodiscard]] core::Observed<Inventory> observe_sockets(const core::SystemRoot& root, const Query& query);

}  // namespace portreeve::sockets
