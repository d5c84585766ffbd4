#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace portreeve::wrappers {

/// The sixteen bytes of an IPv6 address in network order.
using Ipv6Bytes = std::array<std::uint8_t, 16>;

/// Whether a pattern of hosts_access(5) matches a text: an address, a name, a user or a daemon.
///
/// In this order: a text ::ffff:a.b.c.d stands for a.b.c.d; a pattern with "*" or "?" is a glob over the
/// whole text;
/// ".end" matches a longer text with that end; ALL; KNOWN is anything but "unknown"; "start." matches a text
/// with that start; [v6] is compared as an address; anything else must be equal. Case does not matter.
[[nodiscard]] bool matches_text(std::string_view pattern, std::string_view text);

/// As matches_text() for a text that has been through without_mapped_prefix() already.
[[nodiscard]] bool matches_unmapped_text(std::string_view pattern, std::string_view text);

/// a.b.c.d for "::ffff:a.b.c.d" (RFC 4291, section 2.5.5.2), anything else unchanged.
[[nodiscard]] std::string_view without_mapped_prefix(std::string_view text);

/// Whether a pattern is a glob.
[[nodiscard]] bool has_wildcard(std::string_view pattern);

/// Whether a text matches a pattern in which "*" stands for any run of bytes and "?" for exactly one.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

/// The address in an IPv6 literal, its zone checked and dropped as getaddrinfo(3) does; nothing for other
/// texts.
[[nodiscard]] std::optional<Ipv6Bytes> parse_ipv6(std::string_view text);

}  // namespace portreeve::wrappers
