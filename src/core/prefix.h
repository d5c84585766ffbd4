#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/address.h"
#include "core/result.h"

namespace portreeve::core {

/// What a parser does with address bits to the right of the prefix length, as in 10.1.2.3/8.
enum class HostBits {
  kReject,  ///< an error that names the prefix that was probably meant
  kClear,   ///< the network that the address is in
};

/// A network: an address whose bits beyond `length()` are zero, and that length. It has no zone.
///
/// Text form: "10.0.0.0/8", "2001:db8::/32". Prefixes order by address, then shorter before longer, so a
/// network sorts right before the networks inside it.
class Prefix {
 public:
  /// 0.0.0.0/0
  Prefix() = default;

  /// The network of `length` bits that `address` is in; the zone is dropped.
  /// REQUIRES: length <= address.bit_length().
  Prefix(const Address& address, unsigned length);

  /// The prefix that holds one address and nothing else.
  [[nodiscard]] static Prefix host(const Address& address) { return {address, address.bit_length()}; }

  /// Parses "address/length", "a.b.c.d/m.m.m.m" with a contiguous netmask, or a bare address (one host).
  [[nodiscard]] static Result<Prefix> parse(std::string_view text, HostBits host_bits = HostBits::kReject);

  [[nodiscard]] const Address& address() const { return address_; }
  [[nodiscard]] unsigned length() const { return length_; }
  [[nodiscard]] Family family() const { return address_.family(); }
  /// Whether this prefix holds exactly one address.
  [[nodiscard]] bool is_host() const { return length_ == address_.bit_length(); }

  /// Whether the address is inside. Families never mix: unmap an IPv4-mapped address first. Zones are
  /// ignored.
  [[nodiscard]] bool contains(const Address& address) const;
  /// Whether every address of the other prefix is inside this one.
  [[nodiscard]] bool contains(const Prefix& other) const;

  /// The highest address inside: the broadcast address of an IPv4 network.
  [[nodiscard]] Address last() const;

  [[nodiscard]] std::string to_string() const;

  std::strong_ordering operator<=>(const Prefix&) const = default;
  bool operator==(const Prefix&) const = default;

 private:
  Address address_;
  unsigned length_ = 0;
};

/// The number of leading one bits of an IPv4 netmask in host byte order, or an error if ones follow zeros.
[[nodiscard]] Result<unsigned> netmask_length(const Address& netmask);

}  // namespace portreeve::core

template <>
struct std::hash<portreeve::core::Prefix> {
  std::size_t operator()(const portreeve::core::Prefix& prefix) const noexcept {
    return std::hash<portreeve::core::Address>{}(prefix.address()) * 31 + prefix.length();
  }
};
