#pragma once

#include <string>

#include "sockets/socket.h"

namespace portreeve::report {

/// What `ss -i` tells of the inside of a TCP socket, each with a blank in front of it: " cubic wscale:7,7
/// rto:204 …". Nothing if it is not known. With `numeric`, rates are whole numbers; without, they have a
/// unit. `options` says whether those of the connection ("ts sack ecn") are named as well (-o).
void append_tcp_information(const sockets::Socket& socket, bool numeric, bool options, std::string& text);

}  // namespace portreeve::report
