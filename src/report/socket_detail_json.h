#pragma once

#include "core/json.h"
#include "sockets/socket.h"

// What only some sockets have, as members of their JSON (docs/schemas/ports.schema.json): each is there where
// the kernel tells of it, and left out where not. A listing of a million sockets is spared what would be null
// in most.

namespace portreeve::report {

/// Adds to the object of a socket what it has of: shutdown, tos, traffic_class, class_id, options, memory,
/// tcp, mptcp, and of its kind sctp, unix, packet or netlink.
void add_socket_details(const sockets::Socket& socket, core::Json& object);

}  // namespace portreeve::report
