#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/query.h"
#include "sockets/socket.h"

// The sockets of unix(7) over sock_diag(7) (include/uapi/linux/unix_diag.h). A message:
//
//     0        1      2       3     4       8        16
//     | family | type | state | pad | inode | cookie | attributes UNIX_DIAG_… |

namespace portreeve::sockets {

/// The body of a request for those in states by state_mask().
[[nodiscard]] std::vector<std::byte> unix_diag_request(std::uint32_t states, const Details& details);

/// Reads the body of a message. An error if it is cut off, inconsistent, or of no type or state that there
/// is.
[[nodiscard]] core::Result<Socket> decode_unix_diag(std::span<const std::byte> body);

}  // namespace portreeve::sockets
