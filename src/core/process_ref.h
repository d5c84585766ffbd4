#pragma once

#include <sys/types.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace portreeve::core {

/// Whether the file that a process was started from is still what its path leads to.
enum class ExecutableState : std::uint8_t {
  kUnknown,
  kPresent,
  kDeleted,   ///< there is none by that name any more
  kReplaced,  ///< there is another one, as after an update without a restart
};

/// A process as it was seen. Pids are reused, so `pid` together with `start_time` names one process.
///
/// Everything but the pid is empty or 0 when it could not be read. `name` and `executable` were chosen by the
/// process's owner: they go through printable() before they are shown.
struct ProcessRef {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  ///< in clock ticks since boot: field 22 of /proc/PID/stat (proc(5))
  std::string name;              ///< /proc/PID/comm, up to 15 bytes
  std::string
      executable;  ///< the target of /proc/PID/exe, to which the kernel adds " (deleted)" if it is gone
  ExecutableState executable_state = ExecutableState::kUnknown;
  std::string cgroup;  ///< the path in the unified hierarchy, else in systemd's own (/proc/PID/cgroup)
  std::uint64_t network_namespace = 0;  ///< the inode number of /proc/PID/ns/net
  std::optional<uid_t> uid;             ///< the effective user ID

  auto operator<=>(const ProcessRef&) const = default;
};

}  // namespace portreeve::core
