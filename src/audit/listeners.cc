#include "audit/listeners.h"

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sockets/cgroup_unit.h"

namespace portreeve::audit {
namespace {

using core::Transport;
using sockets::Protocol;
using sockets::Socket;
using sockets::State;

// A finding names so many owners and counts the rest: a pre-forking server has hundreds.
constexpr std::size_t kNamedOwners = 3;

bool is_listening(const Socket& socket) {
  const bool is_datagram = socket.protocol == Protocol::kUdp || socket.protocol == Protocol::kUdplite;
  return is_datagram ? socket.state == State::kClose : socket.state == State::kListen;
}

// The service that systemctl(1) stops to end the process. There is none for what is in a container or belongs
// to a user's own systemd, and a name that could not stand in a shell command as it is does not count.
std::string service_of(const core::ProcessRef& process) {
  const sockets::CgroupUnit in = sockets::cgroup_unit(process.cgroup);
  if (in.container || !in.user_unit.empty() || !in.unit.ends_with(".service") || in.unit.starts_with('-'))
    return {};
  const bool plain = in.unit.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789@_.:-") == std::string::npos;
  return plain ? in.unit : std::string();
}

bool is_super_server(const core::ProcessRef& process) {
  constexpr std::array<std::string_view, 4> kNames{"xinetd", "inetd", "openbsd-inetd", "inetutils-inetd"};
  return std::ranges::find(kNames, process.name) != kNames.end();
}

}  // namespace

std::vector<Listener> listeners(const Observations& observations) {
  return listeners(observations.sockets.value.sockets);
}

std::vector<Listener> listeners(const std::vector<Socket>& sockets) {
  std::map<std::tuple<std::string_view, Transport, std::uint16_t>, Listener> by_port;
  for (const Socket& socket : sockets) {
    if (!is_listening(socket)) continue;
    const auto transport = transport_of(socket.protocol);
    if (!transport) continue;
    Listener& listener = by_port[{socket.network_namespace, *transport, socket.local.port}];
    listener.transport = *transport;
    listener.port = socket.local.port;
    listener.sockets.push_back(&socket);
  }
  std::vector<Listener> result;
  for (auto& [key, listener] : by_port)
    result.push_back(std::move(listener));
  return result;
}

std::vector<const core::ProcessRef*> owners(const Listener& listener) {
  std::vector<const core::ProcessRef*> processes;
  std::set<pid_t> pids;
  for (const Socket* const socket : listener.sockets) {
    for (const sockets::Owner& owner : socket->owners) {
      if (pids.insert(owner.process.pid).second) processes.push_back(&owner.process);
    }
  }
  return processes;
}

bool is_wildcard(const Socket& socket) {
  return socket.local.address.unmapped().is_unspecified();
}

bool serves(const Socket& socket, const core::Address& address) {
  const core::Address local = socket.local.address.unmapped();
  const core::Address wanted = address.unmapped();
  if (!is_wildcard(socket)) return local.with_zone("") == wanted.with_zone("");
  if (local.family() == wanted.family()) return true;
  return local.is_ipv6() && !socket.v6_only.value_or(false);
}

std::string describe(const Socket& socket) {
  std::string text = fmt::format("{} {}", to_string(socket.protocol), socket.local.to_string());
  if (socket.interface) text += "%" + socket.interface->name;
  return text;
}

std::vector<std::string> describe_all(std::span<const Socket* const> sockets) {
  std::vector<std::string> subjects;
  for (const Socket* const socket : sockets)
    subjects.push_back(describe(*socket));
  std::ranges::sort(subjects);
  const auto repeated = std::ranges::unique(subjects);
  subjects.erase(repeated.begin(), repeated.end());
  return subjects;
}

std::string describe_owners(const Listener& listener) {
  const auto processes = owners(listener);
  if (processes.empty())
    return fmt::format("a process of uid {} that was not seen", listener.sockets[0]->uid.value_or(0));
  std::string text;
  for (const core::ProcessRef* const process : processes | std::views::take(kNamedOwners)) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} (pid {}", process->name, process->pid);
    if (!process->executable.empty()) text += ", " + process->executable;
    text += ")";
  }
  if (processes.size() > kNamedOwners) text += fmt::format(" and {} more", processes.size() - kNamedOwners);
  return text;
}

std::vector<std::string> commands_to_stop(const Listener& listener) {
  std::vector<std::string> commands;
  const auto add = [&](std::string command) {
    if (std::ranges::find(commands, command) == commands.end()) commands.push_back(std::move(command));
  };
  for (const core::ProcessRef* const process : owners(listener)) {
    const std::string service = service_of(*process);
    if (is_super_server(*process)) {
      add("grep -l -r . /etc/xinetd.d /etc/inetd.conf   # find the service there and disable it, then:");
      add(fmt::format("kill -HUP {}", process->pid));
    } else if (!service.empty()) {
      add("systemctl disable --now " + service);
    } else {
      add(fmt::format("kill {}", process->pid));
    }
  }
  return commands;
}

}  // namespace portreeve::audit
