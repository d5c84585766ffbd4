#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portreeve::core {

/// A run of port numbers from `first()` to `last()`, both included; one port is a range of itself.
///
/// Text form: "22" or "8000-8100". Ranges order by their first port, then by their last.
class PortRange {
 public:
  /// Every port there is: 0-65535.
  PortRange() = default;
  /// REQUIRES: first <= last.
  PortRange(std::uint16_t first, std::uint16_t last);

  /// Parses "PORT" or "FIRST-LAST" in decimal. An end before the beginning is an error, never swapped.
  [[nodiscard]] static Result<PortRange> parse(std::string_view text);

  [[nodiscard]] std::uint16_t first() const { return first_; }
  [[nodiscard]] std::uint16_t last() const { return last_; }
  /// How many ports are inside: 1 to 65536.
  [[nodiscard]] std::uint32_t size() const { return std::uint32_t{last_} - first_ + 1; }
  [[nodiscard]] bool contains(std::uint16_t port) const { return first_ <= port && port <= last_; }

  [[nodiscard]] std::string to_string() const;

  auto operator<=>(const PortRange&) const = default;

 private:
  std::uint16_t first_ = 0;
  std::uint16_t last_ = 65535;
};

/// Parses one port number, 0 to 65535, in decimal.
[[nodiscard]] Result<std::uint16_t> parse_port(std::string_view text);

}  // namespace portreeve::core

template <>
struct std::hash<portreeve::core::PortRange> {
  std::size_t operator()(const portreeve::core::PortRange& range) const noexcept {
    return (std::size_t{range.first()} << 16) | range.last();
  }
};
