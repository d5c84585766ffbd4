#pragma once

#include "core/json.h"
#include "core/observation.h"
#include "firewall/observe.h"
#include "kernel/settings.h"

namespace portreeve::report {

/// How the source addresses of packets are validated, for programs, as docs/schemas/rpfilter.schema.json
/// describes it.
[[nodiscard]] core::Json rpfilter_json(const core::Observed<kernel::Settings>& settings,
                                       const core::Observed<firewall::Firewall>& firewall);

}  // namespace portreeve::report
