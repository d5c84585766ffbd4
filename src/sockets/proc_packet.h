#pragma once

#include <string_view>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Parses a line of /proc/net/packet (net/packet/af_packet.c, packet_seq_show()). The device has a number and
/// no name.
[[nodiscard]] core::Result<Socket> parse_proc_packet_line(std::string_view line);

}  // namespace portreeve::sockets
