#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The names by which ss shows and filters what is neither TCP nor UDP.

namespace portreeve::sockets {

/// An Ethernet protocol (ETH_P_..., include/uapi/linux/if_ether.h) as iproute2 names it: "ip", "arp",
/// "802.1Q", and "[2184]" for one without a name.
[[nodiscard]] std::string ethernet_protocol_name(std::uint16_t protocol);

/// The number of such a name in any case, or of one that is written as a number (decimal, 0x..., 0...).
[[nodiscard]] std::optional<std::uint16_t> parse_ethernet_protocol(std::string_view text);

/// A netlink family (NETLINK_..., include/uapi/linux/netlink.h) as iproute2 names it: "rtnl", "tcpdiag", and
/// "17" for one without a name.
[[nodiscard]] std::string netlink_family_name(std::uint8_t family);

/// The number of such a name, or of one that is written as a number.
[[nodiscard]] std::optional<std::uint8_t> parse_netlink_family(std::string_view text);

/// A number as strtol(3) reads it with base 0: decimal, hexadecimal after "0x", octal after "0", with an
/// optional sign; nothing for any other text and for what does not fit into 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_c_number(std::string_view text);

}  // namespace portreeve::sockets
