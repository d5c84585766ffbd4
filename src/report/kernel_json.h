#pragma once

#include "core/json.h"
#include "core/observation.h"
#include "kernel/settings.h"

namespace portreeve::report {

/// The kernel's settings for programs, as docs/schemas/kernel.schema.json describes it.
[[nodiscard]] core::Json kernel_json(const core::Observed<kernel::Settings>& settings);

}  // namespace portreeve::report
