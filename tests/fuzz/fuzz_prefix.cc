#include <cstddef>
#include <cstdint>

#include "core/port_range.h"
#include "core/prefix.h"
#include "property.h"

namespace {

using portreeve::core::HostBits;
using portreeve::core::PortRange;
using portreeve::core::Prefix;
using portreeve::fuzz::require;
using portreeve::fuzz::require_round_trip;

void require_consistent(const Prefix& prefix) {
  require_round_trip(prefix);
  require(prefix.contains(prefix.address()), "a prefix holds its first address");
  require(prefix.contains(prefix.last()), "a prefix holds its last address");
  require(prefix.contains(prefix), "a prefix holds itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  const auto cleared = Prefix::parse(text, HostBits::kClear);
  const auto strict = Prefix::parse(text, HostBits::kReject);
  if (cleared) {
    require_consistent(*cleared);
  }
  if (strict) {
    require(cleared && *cleared == *strict, "what the strict parser accepts, the other reads the same");
  }
  if (const auto range = PortRange::parse(text)) {
    require_round_trip(*range);
  }
  return 0;
}
