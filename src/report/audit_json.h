#pragma once

#include "core/json.h"
#include "report/audit_report.h"

namespace portreeve::report {

/// An audit for programs, as docs/schemas/audit.schema.json describes it.
[[nodiscard]] core::Json audit_json(const AuditReport& report);

}  // namespace portreeve::report
