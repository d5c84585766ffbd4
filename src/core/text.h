#pragma once

#include <charconv>
#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/result.h"

namespace portreeve::core {

/// Text without blanks (space, tab, CR, LF, VT, FF) at either end; a view into `text`.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The pieces of `text` between single `separator`s, empty ones included: "a,,b" has three, "" has one.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The words of `text` between runs of blanks; none of them is empty.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text);

/// `text` with ASCII letters in lower case, whatever the locale.
[[nodiscard]] std::string to_lower(std::string_view text);

/// Makes text from outside (process names, host names, file contents) safe to print on a terminal and to put
/// on one line of a log: control characters, bytes that are not valid UTF-8, and characters that reorder or
/// hide text (U+202A..202E, U+2066..2069, U+200B..200F, U+FEFF) become `\xNN` escapes of their bytes, and a
/// backslash is doubled, so the result is unambiguous. Ordinary UTF-8 passes unchanged.
[[nodiscard]] std::string printable(std::string_view text);

/// A number written in decimal digits alone, within [minimum, maximum]. A sign is accepted for signed types.
/// `what` names the quantity in the error: "a port", "the prefix length".
template <std::integral Number>
[[nodiscard]] Result<Number> parse_number(std::string_view what, std::string_view text,
                                          Number minimum = std::numeric_limits<Number>::min(),
                                          Number maximum = std::numeric_limits<Number>::max()) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value);
  const bool all_read = stop == end && !text.empty();
  if (status == std::errc::invalid_argument || (!all_read && status == std::errc{})) {
    return failure(parse_error(what, text, "not a decimal number"));
  }
  if (status == std::errc::result_out_of_range || value < minimum || value > maximum) {
    return failure(parse_error(what, text, fmt::format("not between {} and {}", minimum, maximum)));
  }
  return value;
}

}  // namespace portreeve::core
