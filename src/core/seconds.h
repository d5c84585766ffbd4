#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portreeve::core {

/// A span of time to the millisecond, as people give it on a command line.
using Seconds = std::chrono::duration<double>;

/// Parses a number with an optional unit: "1.5", "500ms", "60s", "5m", "2h"; seconds when there is no unit.
/// Negative spans and ones beyond a year are refused, so that adding one to a clock never overflows.
[[nodiscard]] Result<Seconds> parse_seconds(std::string_view text);

/// The shortest exact text with a unit: "500ms", "60s".
[[nodiscard]] std::string to_string(Seconds seconds);

}  // namespace portreeve::core
