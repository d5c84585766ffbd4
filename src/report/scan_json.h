#pragma once

#include "core/json.h"
#include "scan/report.h"
#include "scan/services.h"

namespace portreeve::report {

/// A scan for programs, as docs/schemas/scan.schema.json describes it; scan::read_report() reads it back
/// equal. The names of services are for the reader alone.
[[nodiscard]] core::Json scan_json(const scan::ScanReport& report, const scan::ServiceNames& services);

}  // namespace portreeve::report
