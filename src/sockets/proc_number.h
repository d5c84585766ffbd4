#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/text.h"

// What the parsers of the tables in /proc/net share.

namespace portreeve::sockets {

/// A number that is all of the text, in this base and without a sign or a prefix.
template <std::unsigned_integral Number>
[[nodiscard]] std::optional<Number> parse_proc_number(std::string_view text, int base) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value, base);
  return status == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

template <std::unsigned_integral Number>
[[nodiscard]] std::optional<Number> parse_hexadecimal(std::string_view text) {
  return parse_proc_number<Number>(text, 16);
}

template <std::unsigned_integral Number>
[[nodiscard]] std::optional<Number> parse_decimal(std::string_view text) {
  return parse_proc_number<Number>(text, 10);
}

/// The error of a line that is none of a socket.
[[nodiscard]] inline core::Error not_a_line(std::string_view line) {
  return core::parse_error("the socket", core::trim(line), "not a line of this table");
}

}  // namespace portreeve::sockets
