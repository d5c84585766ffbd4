#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <fmt/core.h>

namespace portreeve::fuzz {

/// The input of a fuzz target as the text that a parser takes.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, which libFuzzer reports with the input, when a property does not hold.
inline void require(bool holds, std::string_view property) {
  if (!holds) {
    fmt::print(stderr, "property violated: {}\n", property);
    std::abort();
  }
}

/// What holds for every type with a text form: what it writes can be read again and means the same.
template <typename Value>
void require_round_trip(const Value& value) {
  const auto again = Value::parse(value.to_string());
  require(again.has_value(), "its own text form parses");
  require(*again == value, "its own text form means the same");
}

}  // namespace portreeve::fuzz
