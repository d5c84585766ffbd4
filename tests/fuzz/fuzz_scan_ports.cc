#include <cstddef>
#include <cstdint>

#include "property.h"
#include "scan/ports.h"

using portreeve::fuzz::require;
using portreeve::scan::PortSelection;
using portreeve::scan::PortSet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  if (const auto ports = PortSet::parse(text)) {
    portreeve::fuzz::require_round_trip(*ports);
    const auto listed = ports->to_vector();
    require(listed.size() == ports->size(), "the size is the number of ports");
    require(ports->contains(listed.front()) && ports->contains(listed.back()), "a set holds its ports");
    require(PortSelection::parse(text).has_value(), "ports alone are a selection");
  }
  if (const auto selection = PortSelection::parse(text)) {
    require(!selection->tcp.empty() || !selection->udp.empty() || !selection->sctp.empty(),
            "a selection selects something");
  }
  return 0;
}
