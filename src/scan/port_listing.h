#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "scan/outcome.h"
#include "scan/report.h"

namespace portreeve::scan {

/// Enters the outcomes of a host's TCP ports into its report as nmap does: a state other than open that more
/// than 25 ports share is told as groups, one a reason; every other port by itself. Ports without an outcome
/// are left out. REQUIRES: ports are ascending, outcomes.size() == ports.size().
void list_ports(HostReport& host, std::span<const std::uint16_t> ports,
                std::span<const std::optional<Outcome>> outcomes);

}  // namespace portreeve::scan
