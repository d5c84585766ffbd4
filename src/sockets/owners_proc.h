#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/result.h"
#include "sockets/owners.h"

namespace portreeve::sockets {

/// Finds the holders of sockets by the links in /proc/PID/fd ("socket:[INODE]", proc(5)), and in
/// /proc/PID/task/TID/fd for threads that do not share their main thread's descriptors. Every descriptor of
/// every process is looked at, by as many threads as there are processors.
///
/// Nothing is returned if there are more than `limit` descriptors: the search stops there. The error is that
/// of listing /proc.
[[nodiscard]] core::Result<std::optional<OwnerRecords>> read_owners_from_proc(const core::SystemRoot& root,
                                                                              const OwnerSearch& search,
                                                                              std::size_t limit);

}  // namespace portreeve::sockets
