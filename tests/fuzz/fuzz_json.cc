#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portreeve;
  const auto value = core::parse_json("input", fuzz::as_text(data, size));
  if (value) {
    const auto again = core::parse_json("output", core::to_text(*value));
    fuzz::require(again.has_value(), "what to_text() writes parses");
    fuzz::require(*again == *value, "what to_text() writes means the same");
  }
  return 0;
}
