#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace portreeve::wrappers {

/// The text helpers of the rule language. It works on bytes, and its letters are those of ASCII, whatever the
/// locale.

/// What separates the members of a list: hosts_access(5) names blanks and commas, and a line ends in LF or CR
/// LF.
inline constexpr std::string_view kListSeparators = ", \t\r\n";
/// What counts as blank outside lists.
inline constexpr std::string_view kBlanks = " \t\r\n";

/// One ASCII letter in lower case; any other byte as it is.
[[nodiscard]] constexpr char to_lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// Whether two texts of the same length agree but for the case of ASCII letters.
[[nodiscard]] bool agree_ignoring_case(std::string_view left, std::string_view right);

/// Whether two texts are the same but for the case of ASCII letters. (Nearly all that are compared differ in
/// length, which shows without a call.)
[[nodiscard]] inline bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && agree_ignoring_case(left, right);
}
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view start);
[[nodiscard]] bool ends_with_ignoring_case(std::string_view text, std::string_view end);

/// Whether the C locale's isspace(3) holds for a byte: the six of " \t\n\v\f\r".
[[nodiscard]] constexpr bool is_space(char byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/// Text without isspace(3) bytes at either end.
[[nodiscard]] std::string_view trim_spaces(std::string_view text);

/// The parts one after the other. (The engine does without a formatting library: it is loaded into other
/// people's daemons.)
[[nodiscard]] std::string concat(std::initializer_list<std::string_view> parts);

/// A number in decimal digits.
[[nodiscard]] std::string decimal(long long number);

/// Where the first `separator` of a text stands that is outside brackets, or npos. "[" opens and "]" closes;
/// a separator counts at depth zero alone, so that one after an unopened "]" is hidden as well.
[[nodiscard]] std::size_t find_outside_brackets(std::string_view text, char separator);

/// Takes the next word, what stands between isspace(3) bytes, off the start of a text; empty when none is
/// left.
std::string_view take_word(std::string_view& text);

/// Reads the members of a list one after the other: "a, b EXCEPT c" has four.
class TokenReader {
 public:
  explicit TokenReader(std::string_view list) : rest_(list) {}

  /// The next member, never empty; an empty view when there is none left.
  std::string_view next() {
    std::size_t start = 0;
    while (start < rest_.size() && is_separator(rest_[start]))
      ++start;
    std::size_t end = start;
    while (end < rest_.size() && !is_separator(rest_[end]))
      ++end;
    const std::string_view token = rest_.substr(start, end - start);
    rest_.remove_prefix(end);
    return token;
  }

 private:
  static constexpr bool is_separator(char byte) {
    return byte == ',' || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
  }

  std::string_view rest_;
};

}  // namespace portreeve::wrappers
