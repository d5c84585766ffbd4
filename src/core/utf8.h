#pragma once

#include <cstddef>
#include <string_view>

namespace portreeve::core {

/// The first character of a text: its code point and how many bytes it takes.
/// When `valid` is false the bytes are not UTF-8; `length` is then 1 and `value` the byte.
struct Utf8Character {
  char32_t value = 0;
  std::size_t length = 0;
  bool valid = false;
};

/// Decodes the first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates,
/// nothing above U+10FFFF).
[[nodiscard]] Utf8Character next_utf8_character(std::string_view text);

/// How many terminal columns a text takes: 0 for combining marks, 2 for wide East Asian characters and emoji,
/// 1 for the rest (wcwidth(3) in the C.UTF-8 locale). Invalid bytes and control characters count as 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The longest start of `text` that takes at most `columns` columns and ends between characters.
[[nodiscard]] std::string_view fit_columns(std::string_view text, std::size_t columns);

}  // namespace portreeve::core
