#pragma once

#include <string>
#include <vector>

namespace portreeve::cli {

/// The words of a filter in the manner of ss(8), among options: an address in brackets, "[::1]", gets a colon
/// behind it, which means the same. The parser of options would take it for a list.
[[nodiscard]] std::vector<std::string> with_bracketed_words(std::vector<std::string> words);

/// Rewrites what follows the command `ports` on a command line, so that the parser of options takes it as it
/// is meant. With `--as netstat`, whose options are others, all but those that every command takes goes
/// behind "--". `words` are those after the program's name.
[[nodiscard]] std::vector<std::string> with_plain_ports_words(std::vector<std::string> words);

}  // namespace portreeve::cli
