#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace portreeve::report {

/// A number for a reader, or "?" where it is not known.
[[nodiscard]] inline std::string number_or_unknown(std::optional<std::int64_t> value) {
  return value ? fmt::format("{}", *value) : "?";
}

}  // namespace portreeve::report
