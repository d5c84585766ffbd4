#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/query.h"

namespace portreeve::sockets {

/// Passes the sockets of one protocol in the wanted states to `visit`, each once and without owners: from
/// netlink, else from the table in /proc/net. `family` counts for internet protocols alone. False if sockets
/// may be missing; what is missing is added to `unseen`. The filter of the query is not applied here.
[[nodiscard]] bool dump_sockets(const core::SystemRoot& root, Protocol protocol, core::Family family,
                                const Query& query, const Visitor& visit, std::vector<core::Unseen>& unseen);

}  // namespace portreeve::sockets
