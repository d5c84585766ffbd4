#pragma once

#include "core/result.h"
#include "sockets/netlink_dump.h"
#include "sockets/query.h"

// The kernel's socket inventory over netlink (sock_diag(7)): which request to send for which kind of socket,
// and what the answer goes through before it is passed on. What stands in a request and a message is in the
// files of the families: inet_diag.h, sctp_diag.h, unix_diag.h, packet_diag.h, netlink_diag.h, vsock_diag.h.

namespace portreeve::sockets {

/// Asks for the sockets of a protocol in the states of the query, and passes each to `visit` as it arrives,
/// once and with the names of devices filled in. `family` counts for internet protocols alone. Those that
/// came before an error were passed on all the same. The error has errno ENOENT when the kernel can't answer
/// for this protocol.
[[nodiscard]] core::Status ask_sock_diag(const OpenTransport& open, Protocol protocol, core::Family family,
                                         const Query& query, const Visitor& visit);

}  // namespace portreeve::sockets
