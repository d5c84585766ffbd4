#include "cli/command_words.h"

namespace portreeve::cli {

bool is_global_option_with_value(std::string_view word) {
  return word == "--root" || word == "--color";
}

std::size_t position_of_command(const std::vector<std::string>& words) {
  std::size_t position = 0;
  while (position < words.size() && words[position].starts_with('-'))
    position += is_global_option_with_value(words[position]) ? 2 : 1;
  return position;
}

}  // namespace portreeve::cli
