#pragma once

#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// Whether one of the patterns in a file (a pattern that begins with "/", hosts_access(5)) matches one end.
///
/// The file is a list of host patterns between isspace(3) bytes, and nothing else: no comments, no EXCEPT, no
/// users. A file may name others. A file that is missing or a directory holds nothing; one that cannot be
/// read is warned of and holds nothing, and so is one that leads back to itself. A word over 8191 bytes is
/// skipped with a warning.
[[nodiscard]] bool matches_pattern_file(std::string_view path, Side side, Evaluation& evaluation);

}  // namespace portreeve::wrappers
