#pragma once

#include <vector>

#include "core/json.h"
#include "core/observation.h"
#include "kernel/settings.h"

namespace portreeve::report {

/// The chosen settings of the kernel for programs, as far as it has them: docs/schemas/kernel.schema.json.
[[nodiscard]] core::Json kernel_json(const core::Observed<kernel::Settings>& settings,
                                     const std::vector<const kernel::Setting*>& chosen);

}  // namespace portreeve::report
