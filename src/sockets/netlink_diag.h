#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/query.h"
#include "sockets/socket.h"

// The sockets of netlink(7) over sock_diag(7) (include/uapi/linux/netlink_diag.h). A message:
//
//     0        1      2                3       4      8           12           16      20       28
//     | family | type | netlink family | state | port | peer port | peer group | inode | cookie | attributes
//     … |

namespace portreeve::sockets {

/// The body of a request for those of every netlink family; the kernel does not choose by state.
[[nodiscard]] std::vector<std::byte> netlink_diag_request();

/// Reads the body of a message. The memory use is filled in if it was asked for, the queues in any case. An
/// error if it is cut off, inconsistent, or of no type that there is.
[[nodiscard]] core::Result<Socket> decode_netlink_diag(std::span<const std::byte> body,
                                                       const Details& details);

}  // namespace portreeve::sockets
