#pragma once

#include <string_view>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Parses a line of /proc/net/netlink (net/netlink/af_netlink.c, netlink_native_seq_show()). It tells neither
/// whether the socket is connected nor its type, which makes no difference (netlink(7)) and is given as raw.
[[nodiscard]] core::Result<Socket> parse_proc_netlink_line(std::string_view line);

}  // namespace portreeve::sockets
