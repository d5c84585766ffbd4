#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "core/observation.h"

namespace portreeve::report {

/// What was not seen, as an array of objects {what, reason}: the form it has in every JSON document.
[[nodiscard]] core::Json unseen_json(const std::vector<core::Unseen>& unseen);

/// The same for a person, one line each: "WHAT: REASON".
[[nodiscard]] std::string unseen_line(const core::Unseen& unseen);

}  // namespace portreeve::report
