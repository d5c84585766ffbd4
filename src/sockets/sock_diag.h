#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/socket.h"

// The kernel's socket inventory over netlink: one request for each protocol and family, answered by a dump
// in which each message describes a socket (sock_diag(7), include/uapi/linux/inet_diag.h).
//
//     | nlmsghdr | inet_diag_msg                                   | nlattr value | nlattr value | ...
//     | 16 bytes | family state … ports addresses device queues …  | INET_DIAG_SKV6ONLY …
//
// Asking the kernel and reading what it says are apart, so that the reading can be tried on any bytes.

namespace portreeve::sockets {

/// A reply as far as it was read.
struct DiagReply {
  std::vector<Socket> sockets;  ///< interfaces have their index alone; the inode is set, owners are not
  bool is_last = false;         ///< whether the end of the dump was in it
  bool interrupted = false;     ///< whether sockets came and went meanwhile, so that some may be missing
};

/// Adds the sockets in the messages of one datagram of a dump to `reply`. An error (a message that is cut off
/// or inconsistent, or the kernel's own refusal with its errno) leaves those before it in place.
[[nodiscard]] core::Status decode_sock_diag(std::span<const std::byte> datagram, Protocol protocol,
                                            DiagReply& reply);

/// Asks the kernel for the sockets of a protocol and a family in these states (all if empty). Sockets that
/// came before an error are in `sockets` all the same. The error has errno ENOENT when the kernel can't
/// answer for this protocol.
[[nodiscard]] core::Status ask_sock_diag(Protocol protocol, core::Family family,
                                         const std::vector<State>& states, std::vector<Socket>& sockets);

}  // namespace portreeve::sockets
