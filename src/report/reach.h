#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/observation.h"
#include "wrappers/reach.h"

namespace portreeve::report {

/// Who may connect to a daemon, for a person: the prefixes, and what it depends on for some of them.
[[nodiscard]] std::string reach_text(std::string_view daemon, const wrappers::Reach& reach);

/// The same for programs, as docs/schemas/wrap_who.schema.json describes it.
[[nodiscard]] core::Json reach_json(std::string_view daemon, const wrappers::Reach& reach,
                                    const std::vector<core::Unseen>& unseen);

}  // namespace portreeve::report
