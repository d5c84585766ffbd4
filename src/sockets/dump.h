#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/query.h"

namespace portreeve::sockets {

/// Passes the sockets of one protocol in the wanted states to `visit`, each once and without owners, as the
/// kernel tells of them: from netlink, else from the table in /proc/net of the calling thread's network
/// namespace or of the capture. `family` counts for internet protocols alone. False if sockets may be
/// missing; what is missing is added to `unseen`. The filter of the query is not applied here.
///
/// A protocol that the kernel does not have has no sockets, and nothing is missing; if it was named
/// (Query::protocols_named), that is noted in `unseen` all the same, so that a person can tell it from an
/// empty list. One that was not named and that this kernel has but can't list at all (MPTCP and vsock, which
/// have no table) is noted if there may be sockets of it (kernel_protocols.h), and does not make the answer
/// incomplete, for it would never be otherwise there.
[[nodiscard]] bool dump_sockets(const core::SystemRoot& root, Protocol protocol, core::Family family,
                                const Query& query, const Visitor& visit, std::vector<core::Unseen>& unseen);

}  // namespace portreeve::sockets
