#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wrappers/string_pattern.h"

namespace portreeve::wrappers {

/// An IPv4 network as a rule writes it: n.n.n.n/m.m.m.m or n.n.n.n/length. Host byte order.
struct Ipv4Network {
  std::uint32_t network = 0;
  std::uint32_t mask = 0;  ///< not necessarily contiguous

  /// Whether bits outside the mask are set, with which no address can match.
  [[nodiscard]] bool has_host_bits() const { return (network & mask) != network; }
  [[nodiscard]] bool contains(std::uint32_t address) const { return (address & mask) == network; }
};

/// An IPv6 network as a rule writes it: [net]/length.
struct Ipv6Network {
  Ipv6Bytes network{};
  int length = 0;               ///< 0 to 128
  bool length_is_junk = false;  ///< the text of the length is no number: it counts as 0

  /// Whether the first `length` bits agree; the others do not matter.
  [[nodiscard]] bool contains(const Ipv6Bytes& address) const;
  /// Whether it holds ::ffff:a.b.c.d for some IPv4 address (RFC 4291, section 2.5.5.2).
  [[nodiscard]] bool holds_mapped_addresses() const;
};

/// The address in exactly four fields between dots, each as inet_addr(3) reads it (0x hexadecimal, 0 octal),
/// in host byte order. Nothing for other texts, and for 255.255.255.255, which inet_addr(3) returns for an
/// error.
[[nodiscard]] std::optional<std::uint32_t> parse_dotted_quad(std::string_view text);

/// The mask in a prefix length: digits at the start of the text (strtol(3)), 1 to 32. Whatever follows is
/// ignored.
[[nodiscard]] std::optional<std::uint32_t> parse_ipv4_length(std::string_view text);

/// The network of the addresses that begin with a text of one to three whole numbers, as a pattern "10.1."
/// means them. Nothing for other texts, and for numbers that no address is written with.
[[nodiscard]] std::optional<Ipv4Network> parse_ipv4_beginning(std::string_view text);

/// The two halves of NET/MASK as an IPv4 network; nothing when either is bad.
[[nodiscard]] std::optional<Ipv4Network> parse_ipv4_network(std::string_view net, std::string_view mask);

/// The address in [IPv6]; nothing for other texts.
[[nodiscard]] std::optional<Ipv6Bytes> parse_bracketed_ipv6(std::string_view text);

/// The two halves of [NET]/LENGTH as an IPv6 network; nothing when NET is no bracketed IPv6 address or LENGTH
/// is not within 0 to 128. A text that does not begin with a number counts as 0.
[[nodiscard]] std::optional<Ipv6Network> parse_ipv6_network(std::string_view net, std::string_view length);

}  // namespace portreeve::wrappers
