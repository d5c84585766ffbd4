#pragma once

#include <string_view>

#include "core/result.h"
#include "sockets/socket.h"

// The tables in /proc/net/sctp (net/sctp/proc.c), which exist where the module sctp is loaded. Both hold both
// families; the family of a socket is taken from its own addresses.

namespace portreeve::sockets {

/// Parses a line of /proc/net/sctp/eps: an endpoint that listens.
[[nodiscard]] core::Result<Socket> parse_proc_sctp_endpoint(std::string_view line);

/// Parses a line of /proc/net/sctp/assocs: an association.
[[nodiscard]] core::Result<Socket> parse_proc_sctp_association(std::string_view line);

}  // namespace portreeve::sockets
