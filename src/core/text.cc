#include "core/text.h"

#include <algorithm>
#include <cstdint>

#include "core/utf8.h"

namespace portreeve::core {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

bool hides_or_reorders(char32_t character) {
  return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
         (character >= 0x200B && character <= 0x200F) || character == 0xFEFF;
}

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
         character == 0x2029;
}

}  // namespace

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return words;
    text.remove_prefix(first);
    const std::size_t length = std::min(text.find_first_of(kBlanks), text.size());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return lower;
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character next = next_utf8_character(text);
    const std::string_view bytes = text.substr(0, next.length);
    if (bytes == "\\") {
      safe += "\\\\";
    } else if (next.valid && !is_control(next.value) && !hides_or_reorders(next.value)) {
      safe += bytes;
    } else {
      for (const char byte : bytes) {
        safe += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<std::uint8_t>(byte)));
      }
    }
    text.remove_prefix(next.length);
  }
  return safe;
}

}  // namespace portreeve::core
