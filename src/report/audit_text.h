#pragma once

#include <cstddef>
#include <string>

#include "report/audit_report.h"

namespace portreeve::report {

/// An audit for a person: the summary first, then the findings from the worst down, then what could not be
/// seen and why. Text from the host is made printable. Lines are wrapped to `width` terminal columns, but
/// commands never are, so that they can be copied; `color` paints the severities.
[[nodiscard]] std::string audit_text(const AuditReport& report, std::size_t width, bool color);

}  // namespace portreeve::report
