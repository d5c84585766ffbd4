#include "sockets/difference.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace portreeve::sockets {
namespace {

// What makes two sockets the same for a reader, whenever they were seen.
struct Identity {
  std::string network_namespace;
  Protocol protocol = Protocol::kTcp;
  SocketType type = SocketType::kStream;
  core::Family family = core::Family::kIpv4;
  State state = State::kClose;
  core::Endpoint local;
  core::Endpoint peer;
  std::string interface;
  std::string name;

  auto operator<=>(const Identity&) const = default;
};

// The name or number of a socket that is not of the internet.
std::string name_of(const Socket& socket) {
  if (const auto* const unix_socket = std::get_if<UnixDetail>(&socket.detail)) {
    std::string path = unix_socket->path;
    std::ranges::replace(path, '\0', '@');  // as a listing shows the NULs of an abstract name
    return path;
  }
  if (const auto* const packet = std::get_if<PacketDetail>(&socket.detail))
    return std::to_string(packet->ethernet_protocol);
  if (const auto* const netlink = std::get_if<NetlinkDetail>(&socket.detail))
    return std::to_string(netlink->family);
  if (const auto* const vsock = std::get_if<VsockDetail>(&socket.detail)) {
    return std::to_string(vsock->cid) + ":" + std::to_string(vsock->port) + ":" +
           std::to_string(vsock->peer_cid) + ":" + std::to_string(vsock->peer_port);
  }
  return {};
}

Identity identity_of(const Socket& socket) {
  return {.network_namespace = socket.network_namespace,
          .protocol = socket.protocol,
          .type = is_internet(socket.protocol) ? SocketType::kStream : socket.type,
          .family = socket.family,
          .state = socket.state,
          .local = socket.local,
          .peer = socket.peer,
          .interface = socket.interface ? socket.interface->name : std::string(),
          .name = name_of(socket)};
}

// By whom a socket is held, as far as it counts.
struct Holding {
  std::optional<uid_t> uid;
  std::set<std::pair<std::string, std::string>> programs;

  auto operator<=>(const Holding&) const = default;
};

Holding holding_of(const Socket& socket) {
  Holding holding{.uid = socket.uid, .programs = {}};
  for (const Owner& owner : socket.owners)
    holding.programs.emplace(owner.process.name, owner.process.executable);
  return holding;
}

// The sockets of a listing by some key, to be taken out one by one in their order.
template <typename Key>
using Waiting = std::map<Key, std::deque<std::size_t>>;

template <typename Key>
std::optional<std::size_t> take(Waiting<Key>& waiting, const Key& key) {
  const auto found = waiting.find(key);
  if (found == waiting.end() || found->second.empty()) return std::nullopt;
  const std::size_t index = found->second.front();
  found->second.pop_front();
  return index;
}

}  // namespace

Difference compare(const std::vector<Socket>& before, const std::vector<Socket>& after) {
  // First those that are the same in everything, so that none of them is taken for one that has changed.
  Waiting<std::pair<Identity, Holding>> same;
  for (std::size_t index = 0; index < before.size(); ++index)
    same[{identity_of(before[index]), holding_of(before[index])}].push_back(index);
  std::vector<const Socket*> unmatched;
  for (const Socket& socket : after) {
    if (!take(same, std::pair(identity_of(socket), holding_of(socket)))) unmatched.push_back(&socket);
  }

  std::set<std::size_t> left;
  for (const auto& [key, indices] : same)
    left.insert(indices.begin(), indices.end());
  Waiting<Identity> alike;
  for (const std::size_t index : left)
    alike[identity_of(before[index])].push_back(index);

  Difference difference;
  for (const Socket* const socket : unmatched) {
    if (const auto match = take(alike, identity_of(*socket))) {
      difference.changed.push_back({before[*match], *socket});
      left.erase(*match);
    } else {
      difference.appeared.push_back(*socket);
    }
  }
  for (const std::size_t index : left)
    difference.went.push_back(before[index]);
  return difference;
}

}  // namespace portreeve::sockets
