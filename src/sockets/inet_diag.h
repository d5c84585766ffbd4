#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/query.h"
#include "sockets/socket.h"

// The sockets of the internet protocols over sock_diag(7) (include/uapi/linux/inet_diag.h). A message:
//
//     0        1       2       3         4      6       8             24            40       44
//     | family | state | timer | retrans | port | port | address (16) | address (16) | device | cookie |
//     52        56       60       64    68      72
//     | expires | queue  | queue  | uid | inode | attributes INET_DIAG_… |
//
// Ports and addresses are in network byte order, local before peer.

namespace portreeve::sockets {

/// The body of a request for the sockets of a protocol and a family, in states by state_mask(). The kernel
/// sends those of other states all the same for raw sockets and for SCTP.
[[nodiscard]] std::vector<std::byte> inet_diag_request(Protocol protocol, core::Family family,
                                                       std::uint32_t states, const Details& details);

/// Reads the body of a message about a socket of this protocol, which is not SCTP (sctp_diag.h). Its device
/// has a number and no name. An error if it is cut off, inconsistent, or of no family or state that there is.
[[nodiscard]] core::Result<Socket> decode_inet_diag(std::span<const std::byte> body, Protocol protocol);

/// Fills in what the messages of all internet sockets have in common, the state aside, for a socket whose
/// protocol is set.
[[nodiscard]] core::Status read_inet_diag(std::span<const std::byte> body, Socket& socket);

}  // namespace portreeve::sockets
