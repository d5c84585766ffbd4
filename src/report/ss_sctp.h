#pragma once

#include <string>
#include <string_view>

#include "sockets/socket.h"

namespace portreeve::report {

/// The state of an association as ss(8) names it: "ESTAB", "COOKIE_WAIT", "ACK_SENT", ...
[[nodiscard]] std::string_view ss_association_state(sockets::AssociationState state);

/// What `ss -i` tells of an SCTP endpoint or association, each with a blank in front of it: all addresses,
/// which are always there, and its inside if that is known.
void append_sctp_information(const sockets::Socket& socket, std::string& text);

/// What `ss -i` tells of the inside of an MPTCP socket; nothing if it is not known.
void append_mptcp_information(const sockets::Socket& socket, std::string& text);

}  // namespace portreeve::report
