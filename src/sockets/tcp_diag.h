#pragma once

#include "sockets/diag_message.h"
#include "sockets/tcp_information.h"

// What the message of a TCP socket holds beyond that of any internet socket.

namespace portreeve::sockets {

/// Whether an attribute is one of TCP's own.
[[nodiscard]] bool is_tcp_attribute(const DiagAttribute& attribute);

/// Reads one of TCP's own attributes. Of struct tcp_info (INET_DIAG_INFO) a kernel may know fewer members
/// than we do, or more: what is missing stays as it is. Any other attribute is passed over.
void read_tcp_attribute(const DiagAttribute& attribute, TcpInformation& information);

}  // namespace portreeve::sockets
