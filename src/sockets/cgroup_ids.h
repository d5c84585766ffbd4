#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/system_root.h"

// The kernel tells of the control group of a socket by its ID, which is the number of the group's directory
// in the unified hierarchy (cgroups(7)).

namespace portreeve::sockets {

/// The ID of the group at a path below the mount point, such as "/user.slice"; nothing if there is no such
/// group or the hierarchy is not mounted.
[[nodiscard]] std::optional<std::uint64_t> cgroup_id(const core::SystemRoot& root, std::string_view path);

/// The paths of all groups by their IDs, up to a hundred thousand of them; empty if the hierarchy is not
/// mounted.
[[nodiscard]] std::unordered_map<std::uint64_t, std::string> cgroup_paths(const core::SystemRoot& root);

}  // namespace portreeve::sockets
