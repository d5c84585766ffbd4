#pragma once

#include <mutex>

#include "wrappers/table_cache.h"

namespace portreeve::libwrap {

/// What all decisions of a process share. All functions may be called by any thread, and in a child after
/// fork(3), whatever the other threads of its parent were at: while a process forks, the locks below are held
/// (pthread_atfork(3)).

/// The rule files.
[[nodiscard]] wrappers::TableCache& table_cache();

/// Held while a line is handed to syslog(3), which has a lock of its own that a fork would leave held in the
/// child.
[[nodiscard]] std::mutex& log_mutex();

/// Whether decisions are strict (policy.h). The setting is looked at again when a second has passed.
[[nodiscard]] bool is_strict();

}  // namespace portreeve::libwrap
