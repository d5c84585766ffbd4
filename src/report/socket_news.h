#pragma once

#include <string>

#include "report/sockets_json.h"
#include "sockets/difference.h"
#include "sockets/socket.h"
#include "sockets/tracker.h"

// What changed among the sockets of a host, for a person: one line each.

namespace portreeve::report {

/// One socket in a line, without its newline: "tcp LISTEN 0.0.0.0:22 users:(("sshd",pid=812,fd=3))".
[[nodiscard]] std::string socket_line(const sockets::Socket& socket);

/// "2026-11-28T09:30:00Z + tcp LISTEN 0.0.0.0:22 ..." and a newline; "-" stands for one that went. `time` is
/// in seconds since 1970.
[[nodiscard]] std::string event_line(const sockets::Event& event, std::int64_t time);

/// The same as an object of JSON on a line of its own (docs/schemas/ports_event.schema.json).
[[nodiscard]] std::string event_json(const sockets::Event& event, std::int64_t time,
                                     const ListingContext& context = {});

/// A line for each difference: "+" for a socket that appeared, "-" for one that went, and two, "<" and ">",
/// for one that is held by others than before.
[[nodiscard]] std::string difference_text(const sockets::Difference& difference);

}  // namespace portreeve::report
