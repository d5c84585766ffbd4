#include "sockets/inventory.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <tuple>
#include <utility>

#include "sockets/dump.h"
#include "sockets/namespaces.h"
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

core::Observed<bool> visit_sockets_in(const core::NetworkNamespace& network_namespace, const Query& query,
                                      const Visitor& visit) {
  core::Observed<bool> observed;
  const core::Status entered =
      network_namespace.run([&] { observed = visit_sockets(SystemRoot(), query, visit); });
  if (!entered) observed.miss("the sockets of the network namespace", entered.error());
  return observed;
}

core::Observed<bool> visit_all_namespaces(const Query& query, const Visitor& visit) {
  const SystemRoot root;
  core::Observed<bool> observed;
  auto owners = find_owners(root, {.detail = query.owner_detail});
  auto namespaces = list_network_namespaces(owners.value);
  observed.value = true;
  observed.unseen = std::move(namespaces.unseen);

  OwnerJoin join(root, query.owner_detail, std::move(owners.value), visit);
  std::string label;
  const Visitor labelled = [&](Socket&& socket) {
    socket.network_namespace = label;
    if (query.owners) {
      join.add(std::move(socket));
    } else {
      visit(std::move(socket));
    }
  };
  for (const FoundNamespace& found : namespaces.value) {
    label = found.label;
    const auto opened = open_namespace(found);
    if (!opened && opened.error().errno_value == ENOENT) continue;
    core::Status entered;
    if (!opened) {
      entered = core::failure(opened.error());
    } else if (found.is_own) {
      observed.value = dump_all(root, query, labelled, observed.unseen) && observed.value;
    } else {
      entered = opened->run(
          [&] { observed.value = dump_all(root, query, labelled, observed.unseen) && observed.value; });
    }
    if (entered) continue;
    observed.value = false;
    observed.miss("the sockets of the network namespace " + found.label, entered.error());
  }
  if (query.owners) join.finish(observed.unseen);
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
