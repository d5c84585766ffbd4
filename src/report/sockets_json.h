#pragma once

#include "core/json.h"
#include "core/observation.h"
#include "sockets/inventory.h"

namespace portreeve::report {

/// A socket listing for programs, as docs/schemas/ports.schema.json describes it.
[[nodiscard]] core::Json sockets_json(const core::Observed<sockets::Inventory>& inventory);

}  // namespace portreeve::report
