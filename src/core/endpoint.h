#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/address.h"
#include "core/result.h"

namespace portreeve::core {

/// One end of a connection: an address and a port.
///
/// Text form: "192.0.2.1:22", "[2001:db8::1]:22", "[fe80::1%eth0]:22" (RFC 5952, section 6).
struct Endpoint {
  Address address;
  std::uint16_t port = 0;

  /// Parses the text form; the brackets around an IPv6 address are required, since ports and IPv6 both use
  /// ':'.
  [[nodiscard]] static Result<Endpoint> parse(std::string_view text);

  [[nodiscard]] std::string to_string() const;

  std::strong_ordering operator<=>(const Endpoint&) const = default;
  bool operator==(const Endpoint&) const = default;
};

}  // namespace portreeve::core

template <>
struct std::hash<portreeve::core::Endpoint> {
  std::size_t operator()(const portreeve::core::Endpoint& endpoint) const noexcept {
    return std::hash<portreeve::core::Address>{}(endpoint.address) * 65537 + endpoint.port;
  }
};
