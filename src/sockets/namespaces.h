#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/network_namespace.h"
#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/owner_table.h"

namespace portreeve::sockets {

/// What keeps a network namespace there, the most telling first.
enum class NamespaceHolder : std::uint8_t {
  kName,        ///< a name in /run/netns (ip-netns(8))
  kMount,       ///< its file is mounted at another place
  kProcess,     ///< a process is in it
  kThread,      ///< a thread is in it, but not the main thread of its process
  kDescriptor,  ///< a process has its file open
};

/// "name", "mount", "process", "thread", "descriptor".
[[nodiscard]] std::string_view to_string(NamespaceHolder holder);

/// A network namespace of the host.
struct FoundNamespace {
  core::NamespaceId id;
  std::string label;  ///< its name in /run/netns, else the place that it is mounted at, else "net:[INODE]"
  NamespaceHolder held_by = NamespaceHolder::kProcess;
  std::vector<std::string> files;  ///< paths to open it by, as "/proc/812/ns/net"; one may be gone by then
  bool is_own = false;             ///< the caller's
};

/// Lists the network namespaces of the running host, each once: the caller's first, the others by label. A
/// capture holds what one of them shows: the others are unseen.
///
/// They are found by their names, by their mounts in every mount namespace, by the processes and threads that
/// are in them, and by the descriptors in `owners` (OwnerSearch::namespaces). One that is kept by a socket
/// alone, or by nothing but a process outside of the caller's pid namespace, is not found: the kernel has no
/// list of them. What could not be looked at is in the list of unseen.
[[nodiscard]] core::Observed<std::vector<FoundNamespace>> list_network_namespaces(
    const core::SystemRoot& root, const OwnerTable& owners);

/// The label of the caller's own network namespace; empty for a capture, and where it cannot be told.
[[nodiscard]] std::string own_namespace_label(const core::SystemRoot& root);

/// Opens one of them by the first of its files that still leads there. The error has errno ENOENT if none
/// does: it is gone.
[[nodiscard]] core::Result<core::NetworkNamespace> open_namespace(const FoundNamespace& found);

/// The places where files of namespaces are mounted, of a /proc/PID/mountinfo (proc(5)).
[[nodiscard]] std::vector<std::string> namespace_mounts(std::string_view mountinfo);

}  // namespace portreeve::sockets
