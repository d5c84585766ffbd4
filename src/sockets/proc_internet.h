#pragma once

#include <string_view>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Parses a line of /proc/net/tcp, tcp6, udp, udp6, udplite, udplite6, raw, raw6, icmp or icmp6
/// (net/ipv4/tcp_ipv4.c, get_tcp4_sock() and its kin). It knows neither device nor IPV6_V6ONLY. Addresses are
/// printed as 32-bit words in the byte order of the machine, which is taken to be little-endian, as on x86
/// and arm64.
[[nodiscard]] core::Result<Socket> parse_proc_internet_line(std::string_view line, Protocol protocol,
                                                            core::Family family);

}  // namespace portreeve::sockets
