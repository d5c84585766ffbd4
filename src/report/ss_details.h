#pragma once

#include <string>

#include "report/socket_names.h"
#include "report/ss_text.h"
#include "sockets/socket.h"

// What stands in the column Process of ss(8), each with a blank in front of it.

namespace portreeve::report {

/// ` users:(("sshd",pid=812,fd=3))`, the last one to be found first, as ss has them; with `threads` their
/// threads. Nothing if nobody holds the socket or none was seen to.
void append_owners(const sockets::Socket& socket, bool threads, std::string& text);

/// ` timer:(keepalive,1min4sec,0)`, or nothing if none runs.
void append_timer(const sockets::Socket& socket, std::string& text);

/// ` uid:1000 ino:4711 sk:2a cgroup:/user.slice v6only:0 <->` for an internet socket, and what the others
/// have instead of it.
void append_extended(const sockets::Socket& socket, const SsTextOptions& options, const SocketNames& names,
                     std::string& text);

/// ` skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0)`, or nothing if it is not known.
void append_memory(const sockets::Socket& socket, std::string& text);

}  // namespace portreeve::report
