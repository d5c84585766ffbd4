#include "cli/ports_words.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/command_words.h"

namespace portreeve::cli {
namespace {

using Words = std::vector<std::string>;

// The value of --as, taken off the words; the last one counts.
std::optional<std::string> take_as(Words& words) {
  constexpr std::string_view kAs = "--as";
  std::optional<std::string> value;
  for (std::size_t index = 0; index < words.size() && words[index] != "--";) {
    const std::string& word = words[index];
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(index);
    if (word == kAs && index + 1 < words.size()) {
      value = words[index + 1];
      words.erase(at, at + 2);
    } else if (word.starts_with("--as=")) {
      value = word.substr(kAs.size() + 1);
      words.erase(at);
    } else {
      ++index;
    }
  }
  return value;
}

bool is_global_option(std::string_view word) {
  return word == "--json" || word == "--help" || is_global_option_with_value(word) ||
         word.starts_with("--root=") || word.starts_with("--color=");
}

// The options that every command takes, then "--" and the rest.
Words with_rest_apart(Words words) {
  Words options;
  Words rest{"--"};
  for (std::size_t index = 0; index < words.size(); ++index) {
    const bool has_value = is_global_option_with_value(words[index]) && index + 1 < words.size();
    Words& target = is_global_option(words[index]) ? options : rest;
    target.push_back(std::move(words[index]));
    if (has_value) target.push_back(std::move(words[++index]));
  }
  options.insert(options.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  return options;
}

}  // namespace

Words with_bracketed_words(Words words) {
  for (std::string& word : words) {
    if (word.starts_with('[') && word.ends_with(']')) word += ':';
  }
  return words;
}

Words with_plain_ports_words(Words words) {
  const std::size_t command = position_of_command(words);
  if (command >= words.size() || words[command] != "ports") return words;
  const auto behind = words.begin() + static_cast<std::ptrdiff_t>(command) + 1;
  Words arguments(std::make_move_iterator(behind), std::make_move_iterator(words.end()));
  words.erase(behind, words.end());

  const auto as = take_as(arguments);
  if (as) words.push_back("--as=" + *as);
  if (as == "netstat") arguments = with_rest_apart(std::move(arguments));
  arguments = with_bracketed_words(std::move(arguments));
  words.insert(words.end(), std::make_move_iterator(arguments.begin()),
               std::make_move_iterator(arguments.end()));
  return words;
}

}  // namespace portreeve::cli
