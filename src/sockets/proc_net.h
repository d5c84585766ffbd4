#pragma once

#include <string>
#include <vector>

#include "core/observation.h"
#include "core/result.h"
#include "core/system_root.h"
#include "sockets/query.h"

// The tables of /proc/net (proc(5)), which exist where netlink doesn't and in a capture. What stands in a
// line is in the files of the kinds: proc_internet.h, proc_sctp.h, proc_unix.h, proc_packet.h,
// proc_netlink.h.

namespace portreeve::sockets {

/// The directory of the tables: of a capture /proc/net, of the running system that of the calling thread,
/// which may be in another network namespace than the rest of the process.
[[nodiscard]] std::string proc_net_directory(const core::SystemRoot& root);

/// Passes on the sockets of a protocol as its tables are read, in any state; devices have a number and no
/// name. `family` counts for internet protocols alone. Lines that are none of a socket are noted as unseen,
/// and the value is false if any were. An error with errno ENOENT if there is no such table: MPTCP and vsock
/// never have one.
[[nodiscard]] core::Result<bool> read_proc_net(const core::SystemRoot& root, Protocol protocol,
                                               core::Family family, const Visitor& visit,
                                               std::vector<core::Unseen>& unseen);

}  // namespace portreeve::sockets
