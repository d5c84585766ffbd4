#include "kernel/sysctl_text.h"

#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::kernel {
namespace {

core::Error mistake(std::string_view file, std::size_t line, std::string_view text, std::string_view reason,
                    std::string_view advice) {
  core::Error error = core::parse_error("the line", text, reason, advice);
  error.location = core::SourceLocation{std::string(file), line};
  return error;
}

// A line that is neither empty nor a comment.
void parse_line(std::string_view file, std::size_t number, std::string_view text, SysctlText& parsed) {
  const std::size_t equals = text.find('=');
  const bool has_minus = text.front() == '-';
  if (equals == std::string_view::npos && !has_minus) {
    parsed.mistakes.push_back(mistake(file, number, text, "it has no =", "write KEY = VALUE"));
    return;
  }
  std::string_view key = text.substr(0, equals);
  if (has_minus) key.remove_prefix(1);
  key = core::trim(key);
  if (key.empty() || key.find_first_of(" \t") != std::string_view::npos) {
    parsed.mistakes.push_back(mistake(file, number, text,
                                      key.empty() ? "it has no key" : "the key has a blank in it",
                                      "write KEY = VALUE"));
    return;
  }
  const bool is_exclusion = equals == std::string_view::npos;
  parsed.lines.push_back(
      {.number = number,
       .key = sysctl_file_of_key(key),
       .value = is_exclusion ? std::string() : std::string(core::trim(text.substr(equals + 1))),
       .is_exclusion = is_exclusion,
       .ignores_errors = has_minus && !is_exclusion});
}

}  // namespace

SysctlText parse_sysctl_text(std::string_view file, std::string_view text) {
  SysctlText parsed;
  std::size_t number = 0;
  for (const std::string_view whole : core::split(text, '\n')) {
    ++number;
    const std::string_view line = core::trim(whole);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.size() > kLongestSysctlLine) {
      parsed.mistakes.push_back(mistake(file, number, line,
                                        fmt::format("it is longer than {} bytes", kLongestSysctlLine),
                                        "split or remove it"));
      continue;
    }
    parse_line(file, number, line, parsed);
  }
  return parsed;
}

std::string sysctl_file_of_key(std::string_view key) {
  std::string file(key);
  const std::size_t separator = file.find_first_of("./");
  if (separator != std::string::npos && file[separator] == '.') {
    for (char& character : file) {
      if (character == '.') {
        character = '/';
      } else if (character == '/') {
        character = '.';
      }
    }
  }
  file.erase(0, file.find_first_not_of('/'));
  return file;
}

std::optional<std::int64_t> number_of_sysctl_value(std::string_view value) {
  value = value.substr(0, value.find('\0'));
  const auto words = core::split_words(value);
  if (words.empty()) return std::nullopt;
  std::string_view digits = words.front();
  const bool is_negative = digits.starts_with('-');
  if (is_negative) digits.remove_prefix(1);
  if (digits.empty() || digits.front() == '-') return std::nullopt;
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    base = 16;
    digits.remove_prefix(2);
  } else if (digits.size() > 1 && digits.front() == '0') {
    base = 8;
  }
  std::int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, number, base);
  if (status != std::errc{} || stop != end) return std::nullopt;
  if (is_negative) number = -number;
  const bool fits = number >= std::numeric_limits<std::int32_t>::min() &&
                    number <= std::numeric_limits<std::int32_t>::max();
  return fits ? std::optional(number) : std::nullopt;
}

}  // namespace portreeve::kernel
