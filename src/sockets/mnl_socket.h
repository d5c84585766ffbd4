#pragma once

#include <memory>

struct mnl_socket;

namespace portreeve::sockets {

/// Closes a socket of libmnl.
struct MnlSocketCloser {
  void operator()(::mnl_socket* socket) const;
};
/// A netlink socket, open as long as this is there.
using MnlSocket = std::unique_ptr<::mnl_socket, MnlSocketCloser>;

/// Opens a socket of a netlink family (NETLINK_ROUTE, NETLINK_SOCK_DIAG; netlink(7)) with a port of its own,
/// in the network namespace of the calling thread. Whoever waits for an answer longer than half a minute gets
/// EAGAIN: the kernel answers at once or not at all. Nothing, with errno set, when that fails.
[[nodiscard]] MnlSocket open_mnl_socket(int family);

}  // namespace portreeve::sockets
