#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "core/result.h"

namespace portreeve::core {

/// The protocols above IP whose sockets and ports the program knows. The value is the protocol number that
/// IANA assigned (it is what a netlink request and socket(2) take), except for kRaw, which stands for a raw
/// socket of any protocol and has number 255 (IPPROTO_RAW, <netinet/in.h>).
enum class Transport : std::uint8_t {
  kIcmp = 1,
  kTcp = 6,
  kUdp = 17,
  kIcmpv6 = 58,
  kSctp = 132,
  kUdplite = 136,
  kRaw = 255,
};

/// "tcp", "udp", "udplite", "sctp", "icmp", "icmpv6", "raw".
[[nodiscard]] std::string_view to_string(Transport transport);

/// Parses one of the names above, in lower case as services(5) writes them.
[[nodiscard]] Result<Transport> parse_transport(std::string_view text);

}  // namespace portreeve::core
