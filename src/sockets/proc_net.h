#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/result.h"
#include "core/system_root.h"
#include "sockets/socket.h"

// The tables of /proc/net (proc(5)), which exist where netlink doesn't and in a capture. They know neither
// devices nor IPV6_V6ONLY.

namespace portreeve::sockets {

/// The table of a protocol and a family: "/proc/net/tcp6".
[[nodiscard]] std::string proc_net_file(Protocol protocol, core::Family family);

/// Parses one line of such a table (net/ipv4/tcp_ipv4.c, get_tcp4_sock() and its kin). Addresses are printed
/// as 32-bit words in the byte order of the machine, which is taken to be little-endian, as on x86 and arm64.
[[nodiscard]] core::Result<Socket> parse_proc_net_line(std::string_view line, Protocol protocol,
                                                       core::Family family);

/// Adds the sockets of a table to `observed`. A line that is none of a socket is noted as unseen with its
/// number, and the rest is read all the same; after a hundred of them the file counts as garbage, and its
/// rest is noted as unseen.
void read_proc_net(const core::SystemRoot& root, Protocol protocol, core::Family family,
                   core::Observed<std::vector<Socket>>& observed);

}  // namespace portreeve::sockets
