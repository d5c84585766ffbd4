#pragma once

#include <string>
#include <vector>

namespace portreeve::cli {

/// Rewrites what follows the command `scan` on a command line, so that nmap's options of one dash and several
/// letters become options of the ordinary form: "-sT" "--connect", "-Pn" "--no-discovery", "-iL FILE"
/// "--input-list FILE", and "-p -100" "--ports=-100", whose value would look like an option. All else stays
/// as it is. `words` are those after the program's name.
[[nodiscard]] std::vector<std::string> with_long_scan_options(std::vector<std::string> words);

}  // namespace portreeve::cli
