#include "sockets/inventory.h"

#include <net/if.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "sockets/proc_net.h"
#include "sockets/sock_diag.h"

namespace portreeve::sockets {
namespace {

using core::Family;
using core::SystemRoot;
using core::Transport;

// The interface's name in the caller's namespace, its number where it is gone by now.
std::string interface_name(std::uint32_t index) {
  std::array<char, IF_NAMESIZE> name{};
  return ::if_indextoname(index, name.data()) == nullptr ? fmt::format("{}", index) : name.data();
}

// Netlink knows a device by its number. For a link-local address it is the zone, even if the socket is not
// bound to the device otherwise; ss shows it the same way.
void name_interfaces(std::vector<Socket>& sockets) {
  std::map<std::uint32_t, std::string> names;
  for (Socket& socket : sockets) {
    if (!socket.interface) continue;
    const auto [entry, is_new] = names.try_emplace(socket.interface->index);
    if (is_new) entry->second = interface_name(socket.interface->index);
    socket.interface->name = entry->second;
    if (socket.local.address.is_ipv6() && socket.local.address.is_link_local()) {
      socket.local.address = socket.local.address.with_zone(entry->second);
      socket.interface.reset();
    }
  }
}

bool is_wanted(const Socket& socket, const std::vector<State>& states) {
  return states.empty() || std::ranges::find(states, socket.state) != states.end();
}

using ObservedSockets = core::Observed<std::vector<Socket>>;

// Appends the sockets of one table and says whether all of them were seen.
bool observe_table(const SystemRoot& root, Transport transport, Family family, const Query& query,
                   ObservedSockets& observed) {
  if (root.is_live()) {
    std::vector<Socket> answered;
    const auto status = ask_sock_diag(transport, family, query.states, answered);
    if (status || !answered.empty()) {
      name_interfaces(answered);
      std::ranges::move(answered, std::back_inserter(observed.value));
      if (status) return true;
      observed.miss(fmt::format("some {} sockets of {}", to_string(transport), to_string(family)),
                    status.error());
      return false;
    }
  }
  ObservedSockets table;
  read_proc_net(root, transport, family, table);
  std::ranges::copy_if(std::make_move_iterator(table.value.begin()),
                       std::make_move_iterator(table.value.end()), std::back_inserter(observed.value),
                       [&](const Socket& socket) { return is_wanted(socket, query.states); });
  std::ranges::move(table.unseen, std::back_inserter(observed.unseen));
  return table.unseen.empty();
}

void add_owners(const SystemRoot& root, OwnerDetail detail, core::Observed<Inventory>& observed) {
  std::unordered_set<std::uint64_t> inodes;
  for (const Socket& socket : observed.value.sockets) {
    if (socket.inode != 0) inodes.insert(socket.inode);
  }
  core::Observed<Owners> owners = find_owners(root, inodes, detail);
  for (Socket& socket : observed.value.sockets) {
    const auto found = owners.value.find(socket.inode);
    if (found != owners.value.end()) socket.owners = found->second;
  }
  std::ranges::move(owners.unseen, std::back_inserter(observed.unseen));
}

}  // namespace

std::vector<State> waiting_states() {
  return {State::kClose, State::kListen};
}

core::Observed<Inventory> observe_sockets(const SystemRoot& root, const Query& query) {
  core::Observed<Inventory> observed;
  ObservedSockets sockets;
  for (const Transport transport : query.transports) {
    for (const Family family : query.families) {
      const bool complete = observe_table(root, transport, family, query, sockets);
      observed.value.complete = observed.value.complete && complete;
    }
  }
  std::ranges::sort(sockets.value, {}, [](const Socket& socket) {
    return std::tie(socket.transport, socket.state, socket.local, socket.peer, socket.inode);
  });
  observed.value.sockets = std::move(sockets.value);
  observed.unseen = std::move(sockets.unseen);
  if (query.owners) add_owners(root, query.owner_detail, observed);
  return observed;
}

}  // namespace portreeve::sockets
