#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/process_ref.h"
#include "core/system_root.h"
#include "sockets/process_directory.h"

// What /proc/PID tells of a process.

namespace portreeve::sockets {

/// The number between a prefix and "]": 12345 of "socket:[12345]", for the links of sockets and namespaces.
[[nodiscard]] std::optional<std::uint64_t> bracketed_number(std::string_view text, std::string_view prefix);

/// /proc/PID/comm: its name, without the newline that the kernel adds. It may hold any other byte.
[[nodiscard]] std::string read_name(const ProcessDirectory& directory);

/// Field 22 of /proc/PID/stat: when it started, in clock ticks since boot; 0 if it can't be read.
[[nodiscard]] std::uint64_t read_start_time(const ProcessDirectory& directory);

/// The control group in a /proc/PID/cgroup (cgroups(7)): of the unified hierarchy; of systemd's own if that
/// is where systemd keeps its units on this host; of another if there is neither.
[[nodiscard]] std::string cgroup_path(std::string_view text);

/// Completes what is known of a process: executable, control group, network namespace, user, and its start
/// time if that is 0. Nothing is added if the process has ended, or if another has its pid by now: one that
/// did not start at `process.start_time`.
void add_details(const core::SystemRoot& root, core::ProcessRef& process);

}  // namespace portreeve::sockets
