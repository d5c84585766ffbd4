#pragma once

#include <cstdint>
#include <unordered_map>

#include "core/observation.h"
#include "core/system_root.h"

namespace portreeve::sockets {

/// How many references the kernel holds to each socket of unix(7), by inode: the column RefCount of
/// /proc/net/unix (unix(7)), which sock_diag(7) does not tell of. A line that does not read as one of a
/// socket is passed over: it may be the rest of a name with a newline in it. Nothing that this says is more
/// than a number to show.
[[nodiscard]] core::Observed<std::unordered_map<std::uint64_t, std::uint64_t>> read_unix_references(
    const core::SystemRoot& root);

}  // namespace portreeve::sockets
