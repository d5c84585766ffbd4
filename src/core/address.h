#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portreeve::core {

/// The two families of internet addresses.
enum class Family : std::uint8_t { kIpv4, kIpv6 };

/// "IPv4" or "IPv6".
[[nodiscard]] std::string_view to_string(Family family);

/// An IPv4 or IPv6 address, an IPv6 one with an optional zone (RFC 4007).
///
/// Text form: dotted quad, or RFC 5952 with `%zone` appended: "fe80::1%eth0". Addresses order by family
/// (IPv4 first), then numerically, then by zone. An IPv4-mapped IPv6 address (::ffff:a.b.c.d) stays what it
/// was written as, because sockets and files tell the two apart; whoever matches rules calls unmapped()
/// first.
class Address {
 public:
  /// A zone is the name or number of an interface; the kernel bounds names to 15 bytes (IFNAMSIZ,
  /// <net/if.h>).
  static constexpr std::size_t kMaximumZoneLength = 15;

  /// 0.0.0.0
  Address() = default;

  /// An IPv4 address from its 32 bits in host byte order.
  [[nodiscard]] static Address from_ipv4(std::uint32_t bits);

  /// An address from 4 or 16 bytes in network byte order; `zone` applies to 16 bytes only.
  /// REQUIRES: bytes.size() is 4 or 16, zone.size() <= kMaximumZoneLength.
  [[nodiscard]] static Address from_bytes(std::span<const std::uint8_t> bytes, std::string_view zone = {});

  /// Parses a dotted quad (four decimal parts, no leading zeros: inet_pton(3)) or an RFC 4291 IPv6 address
  /// with an optional `%zone`. Brackets, prefixes and names are refused.
  [[nodiscard]] static Result<Address> parse(std::string_view text);

  /// The wildcard of a family: 0.0.0.0 or ::.
  [[nodiscard]] static Address any(Family family);

  [[nodiscard]] Family family() const { return family_; }
  [[nodiscard]] bool is_ipv4() const { return family_ == Family::kIpv4; }
  [[nodiscard]] bool is_ipv6() const { return family_ == Family::kIpv6; }

  /// 4 or 16 bytes in network byte order; valid as long as this address.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return std::span(bytes_).first(is_ipv4() ? 4 : 16);
  }
  /// 32 or 128.
  [[nodiscard]] unsigned bit_length() const { return is_ipv4() ? 32 : 128; }
  /// The 32 bits of an IPv4 address in host byte order. REQUIRES: is_ipv4().
  [[nodiscard]] std::uint32_t ipv4_bits() const;

  /// The zone without its `%`; empty when there is none.
  [[nodiscard]] const std::string& zone() const { return zone_; }
  [[nodiscard]] Address with_zone(std::string_view zone) const;

  /// 0.0.0.0 or ::
  [[nodiscard]] bool is_unspecified() const;
  /// 127.0.0.0/8, ::1, or the mapped form of the former.
  [[nodiscard]] bool is_loopback() const;
  /// 224.0.0.0/4 or ff00::/8
  [[nodiscard]] bool is_multicast() const;
  /// 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291, 2.5.6)
  [[nodiscard]] bool is_link_local() const;
  /// ::ffff:0:0/96 (RFC 4291, 2.5.5.2)
  [[nodiscard]] bool is_ipv4_mapped() const;

  /// The IPv4 address inside an IPv4-mapped one; any other address unchanged.
  [[nodiscard]] Address unmapped() const;

  [[nodiscard]] std::string to_string() const;

  std::strong_ordering operator<=>(const Address& other) const;
  bool operator==(const Address& other) const = default;

 private:
  Family family_ = Family::kIpv4;
  std::array<std::uint8_t, 16> bytes_{};
  // Short enough for the string's own buffer, so that an address never allocates.
  std::string zone_;
};

}  // namespace portreeve::core

template <>
struct std::hash<portreeve::core::Address> {
  std::size_t operator()(const portreeve::core::Address& address) const noexcept;
};
