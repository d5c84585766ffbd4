#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/seconds.h"
#include "core/text.h"
#include "core/utf8.h"
#include "property.h"

namespace {

using namespace portreeve::core;
using portreeve::fuzz::require;

// What printable() promises to a terminal and to a log.
void require_printable(std::string_view text) {
  const std::string shown = printable(text);
  require(std::none_of(shown.begin(), shown.end(),
                       [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }),
          "printable() leaves no control byte");
  for (std::string_view rest = shown; !rest.empty();) {
    const Utf8Character character = next_utf8_character(rest);
    require(character.valid, "printable() writes UTF-8");
    require(character.value < 0x80 || character.value > 0x9f, "printable() leaves no C1 control character");
    rest.remove_prefix(character.length);
  }
}

// fit_columns() cuts between characters and never beyond the width that it was given.
void require_fitting(std::string_view text, std::size_t columns) {
  const std::string_view fitting = fit_columns(text, columns);
  require(text.starts_with(fitting), "fit_columns() returns the start of the text");
  require(display_width(fitting) <= columns, "fit_columns() keeps to the width");
  require(fitting.size() == text.size() || display_width(text) > columns,
          "fit_columns() cuts only when it must");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  require_printable(text);
  for (const std::size_t columns : {0U, 1U, 2U, 7U, 80U}) {
    require_fitting(text, columns);
  }
  if (const auto seconds = parse_seconds(text)) {
    const auto again = parse_seconds(to_string(*seconds));
    require(again.has_value(), "the text form of a time span parses");
    require(*again == *seconds, "the text form of a time span means the same");
  }
  return 0;
}
