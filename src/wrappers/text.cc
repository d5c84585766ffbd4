#include "wrappers/text.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace portreeve::wrappers {

bool agree_ignoring_case(std::string_view left, std::string_view right) {
  return std::memcmp(left.data(), right.data(), left.size()) == 0 ||
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char one, char other) { return to_lower(one) == to_lower(other); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equal_ignoring_case(text.substr(0, start.size()), start);
}

bool ends_with_ignoring_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

std::string_view trim_spaces(std::string_view text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string_view take_word(std::string_view& text) {
  const char* const start = std::find_if_not(text.begin(), text.end(), is_space);
  const char* const end = std::find_if(start, text.end(), is_space);
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return {start, static_cast<std::size_t>(end - start)};
}

std::string concat(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts)
    whole += part;
  return whole;
}

std::string decimal(long long number) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  return {std::begin(digits), end};
}

std::size_t find_outside_brackets(std::string_view text, char separator) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') {
      ++depth;
    } else if (text[i] == ']') {
      --depth;
    } else if (text[i] == separator && depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace portreeve::wrappers
