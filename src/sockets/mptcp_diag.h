#pragma once

#include <cstddef>
#include <span>

#include "sockets/mptcp_information.h"

// What the message of an MPTCP socket holds beyond that of any internet socket.

namespace portreeve::sockets {

/// Reads struct mptcp_info (INET_DIAG_INFO), of which a kernel may know fewer members than we do, or more.
[[nodiscard]] MptcpInformation read_mptcp_info(std::span<const std::byte> value);

}  // namespace portreeve::sockets
