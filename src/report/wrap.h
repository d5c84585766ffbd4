#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portreeve::report {

/// A paragraph behind a label: the label in a column of `indent` terminal columns, then the words of `text`,
/// broken at blanks so that no line is wider than `width`, unless a single word is. Each line ends in a
/// newline.
///
///     wrap("  why     ", "…", 10, 80)
[[nodiscard]] std::string wrap(std::string_view label, std::string_view text, std::size_t indent,
                               std::size_t width);

}  // namespace portreeve::report
