#include "sockets/inventory.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sockets/dump.h"
#include "sockets/owner_join.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;

// Passes on those that the filter lets through, and says whether all were seen.
bool dump_all(const SystemRoot& root, const Query& query, const Visitor& visit,
              std::vector<core::Unseen>& unseen) {
  bool complete = true;
  const Visitor filtered = [&](Socket&& socket) {
    if (!query.filter || query.filter(socket)) visit(std::move(socket));
  };
  for (const Protocol protocol : query.protocols) {
    for (const core::Family family : query.families) {
      complete = dump_sockets(root, protocol, family, query, filtered, unseen) && complete;
      if (!is_internet(protocol)) break;
    }
  }
  return complete;
}

}  // namespace

core::Observed<bool> visit_sockets(const SystemRoot& root, const Query& query, const Visitor& visit) {
  core::Observed<bool> observed;
  if (!query.owners) {
    observed.value = dump_all(root, query, visit, observed.unseen);
    return observed;
  }
  OwnerJoin owners(root, query.owner_detail, visit);
  observed.value =
      dump_all(root, query, [&](Socket&& socket) { owners.add(std::move(socket)); }, observed.unseen);
  owners.finish(observed.unseen);
  return observed;
}

core::Observed<Inventory> observe_sockets(const SystemRoot& root, const Query& query) {
  core::Observed<Inventory> observed;
  auto& sockets = observed.value.sockets;
  auto visited = visit_sockets(root, query, [&](Socket&& socket) { sockets.push_back(std::move(socket)); });
  std::ranges::sort(sockets, {}, [](const Socket& socket) {
    return std::tie(socket.protocol, socket.state, socket.local, socket.peer, socket.inode);
  });
  observed.value.complete = visited.value;
  observed.unseen = std::move(visited.unseen);
  return observed;
}

}  // namespace portreeve::sockets
