#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/address.h"
#include "core/json.h"

// Values as every JSON document writes them. For the .cc files of this directory alone: the header is heavy.
namespace portreeve::report {

/// null where there is nothing.
template <typename Value>
[[nodiscard]] core::Json or_null(const std::optional<Value>& value) {
  return value ? core::Json(*value) : core::Json();
}

/// A text, or null where it is empty.
[[nodiscard]] inline core::Json or_null(std::string_view text) {
  return text.empty() ? core::Json() : core::Json(text);
}

/// "ipv4" or "ipv6".
[[nodiscard]] constexpr std::string_view family_name(core::Family family) {
  return family == core::Family::kIpv4 ? "ipv4" : "ipv6";
}

}  // namespace portreeve::report
