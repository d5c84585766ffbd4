#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/listeners.h"

namespace portreeve::audit {
namespace {

using core::Transport;
using scan::HostReport;
using scan::PortState;

/// A host of the outside view that is this host.
struct OwnHost {
  const HostReport* report;
  bool behind_translation;  ///< seen at an address that the host itself does not have
};

// The hosts of the outside view that have an address of ours. A view of one single host with another address
// is taken as ours behind address translation, which is how a cloud machine looks from outside.
core::Result<std::vector<OwnHost>> own_hosts(const Observations& observations, const OutsideView& outside) {
  std::vector<OwnHost> hosts;
  for (const HostReport& host : outside.report.hosts) {
    const bool ours = std::ranges::any_of(observations.addresses.value, [&](const core::Address& address) {
      return address.with_zone("") == host.address.unmapped().with_zone("");
    });
    if (ours) hosts.push_back({&host, false});
  }
  if (hosts.empty() && outside.report.hosts.size() == 1)
    hosts.push_back({&outside.report.hosts.front(), true});
  if (!hosts.empty()) return hosts;
  return core::failure(core::make_error(
      "find this host in", outside.origin,
      fmt::format("none of its {} hosts has an address of this one", outside.report.hosts.size()),
      "scan this host's own addresses there"));
}

bool is_served(const std::vector<Listener>& all, const OwnHost& host, const scan::PortResult& port) {
  return std::ranges::any_of(all, [&](const Listener& listener) {
    return listener.transport == port.transport && listener.port == port.port &&
           std::ranges::any_of(listener.sockets, [&](const sockets::Socket* socket) {
             return host.behind_translation ? !socket->local.address.is_loopback()
                                            : serves(*socket, host.report->address);
           });
  });
}

core::Result<std::vector<Evidence>> find_unexplained_ports(const Observations& observations) {
  if (!observations.outside) return {};
  const auto hosts = own_hosts(observations, *observations.outside);
  if (!hosts) return core::failure(hosts.error());
  if (!observations.sockets.value.complete) {
    return core::failure(core::make_error("compare the view from outside with", "the listening sockets",
                                          "not all of them were seen"));
  }
  const std::vector<Listener> all = listeners(observations);
  std::vector<Evidence> found;
  for (const OwnHost& host : *hosts) {
    for (const scan::PortResult& port : host.report->ports) {
      if (port.state != PortState::kOpen || is_served(all, host, port)) continue;
      const std::string transport(to_string(port.transport));
      found.push_back({.subjects = {fmt::format("{} {}", transport,
                                                core::Endpoint{host.report->address, port.port}.to_string())},
                       .seen = fmt::format("open as seen from {}, but no socket here listens on it",
                                           observations.outside->origin),
                       .remedy = {"nft list ruleset | grep -E 'dnat|redirect|tproxy'",
                                  fmt::format("ip -all netns exec ss -l -n -p -A {} 'sport = :{}'", transport,
                                              port.port)},
                       .severity = {}});
    }
  }
  return found;
}

// The state of a listener's port as seen at each address that it serves; empty if nobody tried it.
std::vector<std::string> states_outside(const Listener& listener, const std::vector<OwnHost>& hosts,
                                        bool& is_open) {
  std::vector<std::string> states;
  for (const OwnHost& host : hosts) {
    const bool served = std::ranges::any_of(listener.sockets, [&](const sockets::Socket* socket) {
      return serves(*socket, host.report->address);
    });
    const auto state = host.report->state_of(listener.transport, listener.port);
    if (!served || !state) continue;
    is_open = is_open || *state == PortState::kOpen || *state == PortState::kOpenFiltered;
    states.push_back(fmt::format("{} at {}", to_string(*state), host.report->address.to_string()));
  }
  return states;
}

core::Result<std::vector<Evidence>> find_unreachable_listeners(const Observations& observations) {
  if (!observations.outside) return {};
  const auto hosts = own_hosts(observations, *observations.outside);
  if (!hosts) return {};  // said once, by the check for unexplained ports
  std::vector<Evidence> found;
  for (Listener& listener : listeners(observations)) {
    std::erase_if(listener.sockets, [](const sockets::Socket* socket) { return !is_wildcard(*socket); });
    bool is_open = false;
    const auto states = states_outside(listener, *hosts, is_open);
    if (states.empty() || is_open) continue;
    std::vector<std::string> subjects;
    for (const sockets::Socket* const socket : listener.sockets)
      subjects.push_back(describe(*socket));
    found.push_back({.subjects = std::move(subjects),
                     .seen = fmt::format("{} as seen from {}; here it is held by {}", fmt::join(states, ", "),
                                         observations.outside->origin, describe_owners(listener)),
                     .remedy = commands_to_stop(listener),
                     .severity = {}});
  }
  return found;
}

}  // namespace

std::vector<Check> outside_checks() {
  return {
      {.id = "outside.unexplained_port",
       .severity = Severity::kHigh,
       .title = "A port is open from outside that no socket here explains",
       .why = "Something answers in the host's name: a container or another network namespace, a rule that "
              "translates addresses, another machine with the same address, or a process that hides itself. "
              "Find out which with the commands below.",
       .section = "4.4.2",
       .look = find_unexplained_ports},
      {.id = "outside.unreachable_listener",
       .severity = Severity::kInfo,
       .title = "A service listens on every address but could not be reached from outside",
       .why = "Only a firewall stands between it and the network. If nobody is meant to reach it, stop it or "
              "bind it to loopback, so that a change of the rules does not open it; if somebody is, the "
              "rules keep them out.",
       .section = "4.4.2",
       .look = find_unreachable_listeners},
  };
}

}  // namespace portreeve::audit
