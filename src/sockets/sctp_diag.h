#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "sockets/query.h"
#include "sockets/socket.h"

// The SCTP sockets over sock_diag(7) (net/sctp/diag.c). The kernel sends a message of inet_diag.h for each
// endpoint, and behind an endpoint with associations one for each of them. Endpoints have TCP's states,
// associations their own (AssociationState), and what tells them apart is that an association has
// INET_DIAG_PEERS.
//
// INET_DIAG_LOCALS and INET_DIAG_PEERS are rows of struct sockaddr_storage, 128 bytes each, of both families
// maybe. The addresses in the message itself mislead: once an endpoint on 0.0.0.0 has an association, they
// name the one address that this one uses, and an IPv4 association of an IPv6 socket has :: on both sides.

namespace portreeve::sockets {

/// The body of a request for endpoints and associations in the states of a state_mask(). The kernel only
/// looks at whether to list the listening endpoints, the associations and their endpoints, or both.
[[nodiscard]] std::vector<std::byte> sctp_diag_request(core::Family family, std::uint32_t states,
                                                       const Details& details);

/// The endpoint that was read last. Its associations follow it, and do not tell of which type it is.
struct SctpEndpoint {
  std::uint64_t cookie = 0;
  SocketType type = SocketType::kSequencedPacket;
};

/// Reads the body of a message. One of an endpoint sets `endpoint`, one of its association takes its type.
/// Devices have a number and no name, also where they are the zone of an address. An error if it is cut off,
/// inconsistent, or of no family or state that there is.
[[nodiscard]] core::Result<Socket> decode_sctp_diag(std::span<const std::byte> body, const Details& details,
                                                    SctpEndpoint& endpoint);

/// What in TCP is most like the state of an association.
[[nodiscard]] State tcp_state(AssociationState state);

}  // namespace portreeve::sockets
