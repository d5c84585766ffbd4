#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portreeve::cli {

/// Whether a word is an option of the program, of those that every command takes, whose value is the next
/// word.
[[nodiscard]] bool is_global_option_with_value(std::string_view word);

/// Where the name of the command stands among the words behind the program's name: behind the options that
/// every command takes. The number of the words if there is none.
[[nodiscard]] std::size_t position_of_command(const std::vector<std::string>& words);

}  // namespace portreeve::cli
