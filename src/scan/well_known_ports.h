#pragma once

#include <cstdint>
#include <vector>

namespace portreeve::scan {

/// About a thousand TCP ports that services are known to wait on, those of the commonest services first: what
/// is scanned where nobody says which ports and no measured frequencies are at hand.
[[nodiscard]] std::vector<std::uint16_t> well_known_tcp_ports();

}  // namespace portreeve::scan
