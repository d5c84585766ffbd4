#include "sockets/inventory.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "sockets/attached_namespaces.h"
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

/// Goes through network namespaces of the host, and looks for owners once for all of them.
class NamespacesVisit {
 public:
  NamespacesVisit(const SystemRoot& root, const Query& query, const Visitor& visit)
      : root_(root), query_(query), visit_(visit) {}

  [[nodiscard]] core::Observed<bool> run() {
    observed_.value = true;
    if (query_.namespaces == NamespaceScope::kAttached) {
      auto namespaces = list_network_namespaces(root_, OwnerTable());
      // What could not be looked at matters only where an interface leads there, and that shows.
      if (root_.is_live()) namespaces = attached_namespaces(std::move(namespaces.value));
      std::erase_if(namespaces.value, [](const FoundNamespace& found) { return found.is_own; });
      observed_.unseen = std::move(namespaces.unseen);
      visit_each(namespaces.value, OwnerJoin(root_, query_.owner_detail, visit_));
      return std::move(observed_);
    }
    // Owners are looked for before, since that is where descriptors are met that keep a namespace.
    auto owners = find_owners(root_, {.detail = query_.owner_detail});
    auto namespaces = list_network_namespaces(root_, owners.value);
    observed_.unseen = std::move(namespaces.unseen);
    visit_each(namespaces.value, OwnerJoin(root_, query_.owner_detail, std::move(owners.value), visit_));
    return std::move(observed_);
  }

 private:
  void visit_each(const std::vector<FoundNamespace>& namespaces, OwnerJoin join) {
    for (const FoundNamespace& found : namespaces) {
      visit_one(found, [&](Socket&& socket) {
        socket.network_namespace = found.label;
        if (query_.owners) {
          join.add(std::move(socket));
        } else {
          visit_(std::move(socket));
        }
      });
    }
    if (query_.owners) join.finish(observed_.unseen);
  }

  void visit_one(const FoundNamespace& found, const Visitor& visit) {
    std::vector<core::Unseen> unseen;
    const auto dump = [&] { observed_.value = dump_all(root_, query_, visit, unseen) && observed_.value; };
    if (const core::Status done = found.is_own ? (dump(), core::Status()) : enter(found, dump); !done) {
      observed_.value = false;
      unseen.push_back({"the sockets", done.error()});
    }
    for (core::Unseen& one : unseen)
      observed_.miss(one.what + " of the network namespace " + found.label, std::move(one.why));
  }

  // A namespace that is gone needs no more to be entered.
  static core::Status enter(const FoundNamespace& found, const std::function<void()>& work) {
    const auto opened = open_namespace(found);
    if (opened) return opened->run(work);
    if (opened.error().errno_value == ENOENT) return {};
    return core::failure(opened.error());
  }

  const SystemRoot& root_;
  const Query& query_;
  const Visitor& visit_;
  core::Observed<bool> observed_;
};

}  // namespace

core::Observed<bool> visit_sockets(const SystemRoot& root, const Query& query, const Visitor& visit) {
  if (query.namespaces != NamespaceScope::kOwn) return NamespacesVisit(root, query, visit).run();
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
    return std::tie(socket.network_namespace, socket.protocol, socket.state, socket.local, socket.peer,
                    socket.inode);
  });
  observed.value.complete = visited.value;
  observed.unseen = std::move(visited.unseen);
  return observed;
}

}  // namespace portreeve::sockets
