#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/listeners.h"

namespace portreeve::audit {
namespace {

using core::ExecutableState;
using core::Transport;
using sockets::Protocol;
using sockets::Socket;

// Programs whose work it is to send and receive below the protocols that have ports: by the name of their
// file, which needs privilege to place, not by what a process calls itself.
constexpr std::array<std::string_view, 38> kExpectedRawHolders{
    "NetworkManager", "arping",     "arpwatch", "avahi-autoipd",
    "bgpd",           "bird",       "charon",   "conntrackd",
    "dhclient",       "dhcpcd",     "dhcpd",    "dnsmasq",
    "dumpcap",        "fping",      "hostapd",  "kea-dhcp4",
    "keepalived",     "lldpad",     "lldpd",    "mtr-packet",
    "nmap",           "ospf6d",     "ospfd",    "pimd",
    "ping",           "portreeve",  "radvd",    "ripd",
    "rtadvd",         "snort",      "suricata", "systemd-networkd",
    "tcpdump",        "traceroute", "udhcpc",   "vrrpd",
    "wpa_supplicant", "zebra"};

std::string_view file_name(const core::ProcessRef& process) {
  const std::string_view path = process.executable;
  return path.substr(path.rfind('/') + 1);
}

// From a directory that only root can write to; a program that calls itself tcpdump in /tmp is not it.
bool is_expected(const core::ProcessRef& process) {
  constexpr std::array<std::string_view, 4> kDirectories{"/usr/", "/sbin/", "/bin/", "/opt/"};
  const bool is_installed = std::ranges::any_of(
      kDirectories, [&](std::string_view directory) { return process.executable.starts_with(directory); });
  return is_installed &&
         std::ranges::find(kExpectedRawHolders, file_name(process)) != kExpectedRawHolders.end();
}

std::string describe_raw(const Socket& socket) {
  if (socket.protocol == Protocol::kRaw)
    return fmt::format("raw {} protocol {}", socket.local.address.to_string(), socket.local.port);
  const auto* const packet = std::get_if<sockets::PacketDetail>(&socket.detail);
  return fmt::format("packet {} on {}",
                     packet == nullptr || packet->ethernet_protocol == 3
                         ? "every protocol"
                         : fmt::format("protocol 0x{:04x}", packet->ethernet_protocol),
                     socket.interface ? socket.interface->name : "every interface");
}

core::Result<std::vector<Evidence>> find_raw_sockets(const Observations& observations) {
  std::vector<Evidence> found;
  for (const Socket& socket : observations.sockets.value.sockets) {
    if (socket.protocol != Protocol::kRaw && socket.protocol != Protocol::kPacket) continue;
    if (socket.inode == 0) continue;  // the kernel's own, or of a process that has gone
    const bool all_expected =
        !socket.owners.empty() && std::ranges::all_of(socket.owners, [](const sockets::Owner& owner) {
          return is_expected(owner.process);
        });
    if (all_expected) continue;
    const Listener holder{.transport = Transport::kRaw, .port = 0, .sockets = {&socket}};
    found.push_back({.subjects = {describe_raw(socket)},
                     .seen = "held by " + describe_owners(holder),
                     .remedy = commands_to_stop(holder),
                     .severity = {}});
  }
  return found;
}

core::Result<std::vector<Evidence>> find_sctp_listeners(const Observations& observations) {
  std::vector<Evidence> found;
  for (const Listener& listener : listeners(observations)) {
    if (listener.transport != Transport::kSctp) continue;
    std::vector<std::string> subjects;
    for (const Socket* const socket : listener.sockets)
      subjects.push_back(describe(*socket));
    found.push_back({.subjects = std::move(subjects),
                     .seen = "held by " + describe_owners(listener),
                     .remedy = commands_to_stop(listener),
                     .severity = {}});
  }
  return found;
}

// Of other network namespaces: what nobody can reach from this one or through it is none of its business.
core::Result<std::vector<Evidence>> find_listeners_beside(const Observations& observations) {
  std::vector<Evidence> found;
  for (Listener& listener : listeners(observations.attached_sockets.value.sockets)) {
    std::erase_if(listener.sockets,
                  [](const Socket* socket) { return socket->local.address.unmapped().is_loopback(); });
    if (listener.sockets.empty()) continue;
    std::vector<std::string> subjects = describe_all(listener.sockets);
    for (std::string& subject : subjects)
      subject += " in " + listener.sockets.front()->network_namespace;
    found.push_back({.subjects = std::move(subjects),
                     .seen = "held by " + describe_owners(listener),
                     .remedy = commands_to_stop(listener),
                     .severity = {}});
  }
  return found;
}

// What is said of a program whose file is not the one that runs; empty if it is.
std::string_view what_became_of(ExecutableState state) {
  switch (state) {
    case ExecutableState::kDeleted:
      return "has been deleted";
    case ExecutableState::kReplaced:
      return "has been replaced since it was started";
    default:
      return "";
  }
}

// What still shows the program after its file is gone, then the end of it.
std::vector<std::string> commands_to_inspect(const core::ProcessRef& process) {
  return {fmt::format("cp /proc/{}/exe /root/executable-of-{}   # to look at it", process.pid, process.pid),
          fmt::format("systemctl status {}   # restart its unit, or kill it", process.pid)};
}

core::Result<std::vector<Evidence>> find_stale_executables(const Observations& observations) {
  std::vector<Evidence> found;
  for (const Listener& listener : listeners(observations)) {
    for (const core::ProcessRef* const process : owners(listener)) {
      const std::string_view fate = what_became_of(process->executable_state);
      if (fate.empty()) continue;
      std::vector<std::string> subjects;
      for (const Socket* const socket : listener.sockets)
        subjects.push_back(describe(*socket));
      // A program that was updated wants a restart; one that hides its file is what intruders leave behind.
      const bool is_replaced = process->executable_state == ExecutableState::kReplaced;
      found.push_back({.subjects = std::move(subjects),
                       .seen = fmt::format("the program of {} (pid {}), {}, {}", process->name, process->pid,
                                           process->executable, fate),
                       .remedy = commands_to_inspect(*process),
                       .severity = is_replaced ? std::optional(Severity::kLow) : std::nullopt});
      break;
    }
  }
  return found;
}

}  // namespace

std::vector<Check> socket_checks() {
  return {
      {.id = "ports.deleted_executable",
       .severity = Severity::kHigh,
       .title = "A service runs from a file that is not there any more",
       .why =
           "Either the service was updated and still runs the old program with its old faults, or somebody "
           "started a program and removed its file so that it would not be found.",
       .section = "4.4.2",
       .look = find_stale_executables},
      {.id = "ports.raw_socket",
       .severity = Severity::kMedium,
       .title = "An unexpected process holds a raw or packet socket",
       .why = "It can read traffic of other programs and send packets with any address in them, past the "
              "ports that a listing shows and in part past the firewall.",
       .section = "4.4.2",
       .look = find_raw_sockets},
      {.id = "ports.sctp_listener",
       .severity = Severity::kLow,
       .title = "A service listens on SCTP",
       .why = "Few hosts need it, and firewall rules and scans that are about TCP and UDP do not see it.",
       .section = "4.4.2",
       .look = find_sctp_listeners},
      {.id = "ports.namespace_listener",
       .severity = Severity::kLow,
       .title = "A service listens in another network namespace that is connected to this one",
       .why = "Neither ss nor netstat shows it here, and the rules of this namespace's firewall are not its "
              "own: a container's port is reachable through the interface that leads to it.",
       .section = "4.4.2",
       .look = find_listeners_beside},
  };
}

}  // namespace portreeve::audit
