#pragma once

#include <vector>

#include "core/observation.h"
#include "sockets/namespaces.h"

namespace portreeve::sockets {

/// Those of `found` that are on a network with the caller's own namespace: an interface of one of the two has
/// its other end in the other (veth), or stands on an interface of it (macvlan, ipvlan, VLAN). That is how
/// containers are connected; namespaces that have nothing to do with the caller's are left out, and so is its
/// own.
///
/// The kernel tells where the other end of an interface is by a number that each namespace has for its
/// neighbours (IFLA_LINK_NETNSID and RTM_GETNSID, rtnetlink(7)). A namespace that cannot be entered to look
/// at its interfaces, and is no neighbour by those of the caller's, is in the list of unseen.
[[nodiscard]] core::Observed<std::vector<FoundNamespace>> attached_namespaces(
    std::vector<FoundNamespace> found);

}  // namespace portreeve::sockets
