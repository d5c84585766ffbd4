#include "report/wrap.h"

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"

namespace portreeve::report {

std::string wrap(std::string_view label, std::string_view text, std::size_t indent, std::size_t width) {
  std::string result(label);
  result.append(indent - std::min(indent, core::display_width(label)), ' ');
  std::size_t column = std::max(indent, core::display_width(label));
  bool starts_line = true;
  for (const std::string_view word : core::split_words(text)) {
    const std::size_t word_width = core::display_width(word);
    if (!starts_line && (column >= width || word_width >= width - column)) {
      result += '\n';
      result.append(indent, ' ');
      column = indent;
      starts_line = true;
    }
    if (!starts_line) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word_width;
    starts_line = false;
  }
  return result + "\n";
}

}  // namespace portreeve::report
