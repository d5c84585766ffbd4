#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/query.h"
#include "sockets/socket.h"

// The sockets of packet(7) over sock_diag(7) (include/uapi/linux/packet_diag.h). A message:
//
//     0        1      2          4       8        16
//     | family | type | protocol | inode | cookie | attributes PACKET_DIAG_… |

namespace portreeve::sockets {

/// The body of a request for all of them: they have no states.
[[nodiscard]] std::vector<std::byte> packet_diag_request();

/// Reads the body of a message. Its device has a number and no name; the memory use is filled in if it was
/// asked for, the queues in any case. An error if it is cut off, inconsistent, or of no type that there is.
[[nodiscard]] core::Result<Socket> decode_packet_diag(std::span<const std::byte> body,
                                                      const Details& details);

}  // namespace portreeve::sockets
