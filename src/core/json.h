#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/result.h"

namespace portreeve::core {

/// A JSON value (RFC 8259) whose objects keep the order in which members were added, so that what the program
/// writes reads the way it is documented and is the same, byte for byte, on every run. Include
/// <nlohmann/json.hpp> in the .cc file that builds or inspects one.
using Json = nlohmann::ordered_json;

/// Parses a whole text as one JSON value. `file` is named in the error, with the line. Nesting deeper than
/// 64 levels is refused: no format that the program reads needs more.
[[nodiscard]] Result<Json> parse_json(std::string_view file, std::string_view text);

/// The text of a value, indented by two spaces, with a final newline. Bytes that are not valid UTF-8 (process
/// names, paths) become U+FFFD, as JSON cannot carry them.
[[nodiscard]] std::string to_text(const Json& value);

}  // namespace portreeve::core
