#include "sockets/inventory.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_set>

#include "sockets/dump.h"
#include "sockets/owners.h"

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

void add_owners(const SystemRoot& root, OwnerDetail detail, std::vector<Socket>& sockets,
                std::vector<core::Unseen>& unseen) {
  std::unordered_set<std::uint64_t> inodes;
  for (const Socket& socket : sockets) {
    if (socket.inode != 0) inodes.insert(socket.inode);
  }
  core::Observed<Owners> owners = find_owners(root, inodes, detail);
  for (Socket& socket : sockets) {
    const auto found = owners.value.find(socket.inode);
    if (found != owners.value.end()) socket.owners = found->second;
  }
  std::ranges::move(owners.unseen, std::back_inserter(unseen));
}

}  // namespace

core::Observed<bool> visit_sockets(const SystemRoot& root, const Query& query, const Visitor& visit) {
  core::Observed<bool> observed;
  if (!query.owners) {
    observed.value = dump_all(root, query, visit, observed.unseen);
    return observed;
  }
  std::vector<Socket> sockets;
  observed.value =
      dump_all(root, query, [&](Socket&& socket) { sockets.push_back(std::move(socket)); }, observed.unseen);
  add_owners(root, query.owner_detail, sockets, observed.unseen);
  for (Socket& socket : sockets)
    visit(std::move(socket));
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
