#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.h"
#include "core/transport.h"

namespace portreeve::sockets {

/// What a socket speaks, as a listing names it: the internet protocols, and the kinds of socket that never
/// leave the host or speak below IP.
enum class Protocol : std::uint8_t {
  kTcp,
  kMptcp,
  kUdp,
  kUdplite,
  kRaw,   ///< SOCK_RAW of any IP protocol
  kIcmp,  ///< a ping socket, IPPROTO_ICMP or IPPROTO_ICMPV6 with SOCK_DGRAM (icmp(7))
  kSctp,
  kUnix,
  kPacket,
  kNetlink,
  kVsock,
};

/// The last of them, for walking through all.
constexpr auto kLastProtocol = Protocol::kVsock;

/// "tcp", "mptcp", "udp", "udplite", "raw", "icmp", "sctp", "unix", "packet", "netlink", "vsock".
[[nodiscard]] std::string_view to_string(Protocol protocol);

/// Parses one of the names above.
[[nodiscard]] core::Result<Protocol> parse_protocol(std::string_view text);

/// Whether its sockets are of the families IPv4 and IPv6, with addresses and ports of the internet.
[[nodiscard]] bool is_internet(Protocol protocol);

/// What a peer on the network would call it: kTcp for MPTCP as well, nothing for what is not an internet
/// protocol.
[[nodiscard]] std::optional<core::Transport> transport_of(Protocol protocol);

}  // namespace portreeve::sockets
