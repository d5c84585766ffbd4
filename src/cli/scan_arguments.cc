#include "cli/scan_arguments.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace portreeve::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kLongForms{{
    {"-sT", "--connect"},
    {"-Pn", "--no-discovery"},
    {"-iL", "--input-list"},
}};
// Options of the program that take the next word, so that it is no command.
constexpr std::array<std::string_view, 2> kOptionsWithValue{"--root", "--color"};

std::size_t position_of_command(const std::vector<std::string>& words) {
  std::size_t i = 0;
  while (i < words.size() && words[i].starts_with('-')) {
    i += std::ranges::find(kOptionsWithValue, words[i]) != kOptionsWithValue.end() ? 2 : 1;
  }
  return i;
}

}  // namespace

std::vector<std::string> with_long_scan_options(std::vector<std::string> words) {
  const std::size_t command = position_of_command(words);
  if (command >= words.size() || words[command] != "scan") return words;
  for (std::size_t i = command + 1; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "-p" && i + 1 < words.size()) {
      words[i] = "--ports=" + words[i + 1];
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      continue;
    }
    if (words[i].starts_with("-p")) {
      words[i] = "--ports=" + words[i].substr(2);
      continue;
    }
    for (const auto& [short_form, long_form] : kLongForms) {
      if (words[i] == short_form) words[i] = long_form;
    }
  }
  return words;
}

}  // namespace portreeve::cli
