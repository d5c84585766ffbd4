#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// The holders of sockets, by inode, each list sorted by pid and descriptor.
using Owners = std::unordered_map<std::uint64_t, std::vector<Owner>>;

/// How much is wanted of a process that holds a socket. What is left out spares several files a process.
enum class OwnerDetail : std::uint8_t {
  kName,  ///< its pid and name
  kAll,   ///< all of its core::ProcessRef
};

/// Finds the processes that hold any of these sockets, from the links in /proc/PID/fd ("socket:[INODE]",
/// proc(5)). Every descriptor of every process is looked at, so this is what takes the time on a big host; it
/// is done by as many threads as there are processors.
///
/// A process that ends meanwhile holds nothing. If the caller may not look into some processes, and no other
/// was seen to hold some of the sockets, that is noted once as unseen, with both numbers.
[[nodiscard]] core::Observed<Owners> find_owners(const core::SystemRoot& root,
                                                 const std::unordered_set<std::uint64_t>& inodes,
                                                 OwnerDetail detail = OwnerDetail::kAll);

}  // namespace portreeve::sockets
