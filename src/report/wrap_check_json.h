#pragma once

#include "core/json.h"
#include "core/observation.h"
#include "wrappers/lint.h"

namespace portreeve::report {

/// What is wrong with the rules of TCP Wrappers, for programs, as docs/schemas/wrap_check.schema.json
/// describes it.
[[nodiscard]] core::Json wrap_check_json(const core::Observed<wrappers::LintReport>& observed);

}  // namespace portreeve::report
