#pragma once

#include "wrappers/table_cache.h"

namespace portreeve::libwrap {

/// What all decisions of a process share. Both functions may be called by any thread, and in a child after
/// fork(2).

/// The rule files.
[[nodiscard]] wrappers::TableCache& table_cache();

/// Whether decisions are strict (policy.h). The setting is looked at again when a second has passed.
[[nodiscard]] bool is_strict();

}  // namespace portreeve::libwrap
