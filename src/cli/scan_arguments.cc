#include "cli/scan_arguments.h"

#include <array>
#include <string_view>
#include <utility>

#include "cli/command_words.h"

namespace portreeve::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kLongForms{{
    {"-sT", "--connect"},
    {"-Pn", "--no-discovery"},
    {"-iL", "--input-list"},
}};

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
