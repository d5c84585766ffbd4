#pragma once

#include <cstddef>
#include <string>

#include "core/table.h"
#include "scan/report.h"
#include "scan/services.h"

namespace portreeve::report {

struct ScanTextOptions {
  bool reasons = false;      ///< a column with the reason of each state
  std::string ports_origin;  ///< where the choice of ports comes from, when the user made none
  std::size_t width = core::Table::kUnlimited;
};

/// A scan as nmap shows one: for every host that is up its state, how many ports are not shown, and the table
/// of the others. Names of hosts and services are made printable.
[[nodiscard]] std::string scan_text(const scan::ScanReport& report, const scan::ServiceNames& services,
                                    const ScanTextOptions& options);

}  // namespace portreeve::report
