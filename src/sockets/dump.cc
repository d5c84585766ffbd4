#include "sockets/dump.h"

#include <net/if.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>

#include <fmt/format.h>

#include "sockets/proc_net.h"
#include "sockets/sock_diag.h"

namespace portreeve::sockets {
namespace {

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

void visit_each(std::vector<Socket>&& sockets, const Visitor& visit) {
  for (Socket& socket : sockets)
    visit(std::move(socket));
}

}  // namespace

bool dump_sockets(const core::SystemRoot& root, Protocol protocol, core::Family family, const Query& query,
                  const Visitor& visit, std::vector<core::Unseen>& unseen) {
  if (root.is_live()) {
    std::vector<Socket> answered;
    const auto status = ask_sock_diag(protocol, family, query.states, answered);
    if (status || !answered.empty()) {
      name_interfaces(answered);
      visit_each(std::move(answered), visit);
      if (status) return true;
      unseen.push_back(
          {fmt::format("some {} sockets of {}", to_string(protocol), to_string(family)), status.error()});
      return false;
    }
  }
  core::Observed<std::vector<Socket>> table;
  read_proc_net(root, protocol, family, table);
  std::erase_if(table.value, [&](const Socket& socket) { return !is_wanted(socket, query.states); });
  visit_each(std::move(table.value), visit);
  std::ranges::move(table.unseen, std::back_inserter(unseen));
  return table.unseen.empty();
}

}  // namespace portreeve::sockets
