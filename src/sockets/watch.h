#pragma once

#include <functional>

#include "core/result.h"
#include "core/system_root.h"
#include "sockets/query.h"
#include "sockets/tracker.h"

namespace portreeve::sockets {

/// Tells of the wanted sockets that come and go in the caller's network namespace, from the time of the call
/// on, with their owners if the query asks for them. It goes on until `proceed`, asked at least once a second
/// and after each listing, says no.
///
/// The kernel's own news wake it: sockets that it destroys (destroy_events.h) and TCP sockets whose state
/// changes (state_events.h), where it may be asked for them. What it has no news of (other kinds of socket)
/// is found by a listing each second; so is what happens in other network namespaces, if the query has them.
/// A connection that came and went between two listings is told of by the kernel's word alone, without an
/// owner.
[[nodiscard]] core::Status watch_sockets(const core::SystemRoot& root, const Query& query,
                                         const EventVisitor& visit, const std::function<bool()>& proceed);

}  // namespace portreeve::sockets
