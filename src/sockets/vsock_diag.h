#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/socket.h"

// The sockets of vsock(7) over sock_diag(7) (include/uapi/linux/vm_sockets_diag.h). A message, all of it:
//
//     0        1      2       3          4     8      12         16          20      24
//     | family | type | state | shutdown | CID | port | peer CID | peer port | inode | cookie |

namespace portreeve::sockets {

/// The body of a request for those in states by state_mask().
[[nodiscard]] std::vector<std::byte> vsock_diag_request(std::uint32_t states);

/// Reads the body of a message. An error if it is cut off, or of no type or state that there is.
[[nodiscard]] core::Result<Socket> decode_vsock_diag(std::span<const std::byte> body);

}  // namespace portreeve::sockets
