#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/listeners.h"

namespace portreeve::audit {
namespace {

using core::Transport;

/// A service that sends everything, passwords included, as it is, or that serves only to be abused.
struct LegacyService {
  Transport transport;
  std::uint16_t port;
  std::string_view name;
  std::string_view instead;  // what does the same today; empty where nothing should
};

// Ports as IANA's registry assigns them.
constexpr std::array kLegacyServices{
    LegacyService{Transport::kTcp, 7, "echo", ""},
    LegacyService{Transport::kTcp, 9, "discard", ""},
    LegacyService{Transport::kTcp, 11, "systat", "ssh"},
    LegacyService{Transport::kTcp, 13, "daytime", "NTP"},
    LegacyService{Transport::kTcp, 15, "netstat", "ssh"},
    LegacyService{Transport::kTcp, 17, "qotd", ""},
    LegacyService{Transport::kTcp, 19, "chargen", ""},
    LegacyService{Transport::kTcp, 21, "ftp", "sftp or FTP with TLS"},
    LegacyService{Transport::kTcp, 23, "telnet", "ssh"},
    LegacyService{Transport::kTcp, 37, "time", "NTP"},
    LegacyService{Transport::kTcp, 79, "finger", ""},
    LegacyService{Transport::kTcp, 512, "exec", "ssh"},
    LegacyService{Transport::kTcp, 513, "login", "ssh"},
    LegacyService{Transport::kTcp, 514, "shell", "ssh"},
    LegacyService{Transport::kTcp, 540, "uucp", "rsync over ssh"},
    LegacyService{Transport::kUdp, 7, "echo", ""},
    LegacyService{Transport::kUdp, 9, "discard", ""},
    LegacyService{Transport::kUdp, 13, "daytime", "NTP"},
    LegacyService{Transport::kUdp, 17, "qotd", ""},
    LegacyService{Transport::kUdp, 19, "chargen", ""},
    LegacyService{Transport::kUdp, 37, "time", "NTP"},
    LegacyService{Transport::kUdp, 69, "tftp", "HTTPS"},
    LegacyService{Transport::kUdp, 177, "xdmcp", "ssh -X"},
    LegacyService{Transport::kUdp, 513, "who", ""},
    LegacyService{Transport::kUdp, 517, "talk", ""},
    LegacyService{Transport::kUdp, 518, "ntalk", ""},
};

// Without an owner there is nothing to stop, but the port can be kept from others all the same.
std::vector<std::string> commands_to_close(const Listener& listener) {
  std::vector<std::string> commands = commands_to_stop(listener);
  if (!commands.empty()) return commands;
  return {"nft add table inet portreeve",
          "nft 'add chain inet portreeve input { type filter hook input priority filter; }'",
          fmt::format("nft 'add rule inet portreeve input iifname != \"lo\" {} dport {} drop'",
                      to_string(listener.transport), listener.port)};
}

core::Result<std::vector<Evidence>> find_wildcard_listeners(const Observations& observations) {
  std::vector<Evidence> found;
  for (Listener& listener : listeners(observations)) {
    std::erase_if(listener.sockets, [](const sockets::Socket* socket) { return !is_wildcard(*socket); });
    if (listener.sockets.empty()) continue;
    found.push_back({.subjects = describe_all(listener.sockets),
                     .seen = "held by " + describe_owners(listener),
                     .remedy = commands_to_close(listener),
                     .severity = {}});
  }
  return found;
}

core::Result<std::vector<Evidence>> find_legacy_services(const Observations& observations) {
  std::vector<Evidence> found;
  for (const Listener& listener : listeners(observations)) {
    const auto* const service = std::ranges::find_if(kLegacyServices, [&](const LegacyService& candidate) {
      return candidate.transport == listener.transport && candidate.port == listener.port;
    });
    if (service == kLegacyServices.end()) continue;
    const bool only_local = std::ranges::all_of(
        listener.sockets, [](const auto* socket) { return socket->local.address.is_loopback(); });
    const std::string advice =
        service->instead.empty() ? "turn it off" : fmt::format("use {} instead", service->instead);
    found.push_back({.subjects = describe_all(listener.sockets),
                     .seen = fmt::format("the port of {}, {}, is held by {}; {}", service->name,
                                         only_local ? "on loopback alone" : "reachable from the network",
                                         describe_owners(listener), advice),
                     .remedy = commands_to_close(listener),
                     .severity = only_local ? std::optional(Severity::kLow) : std::nullopt});
  }
  return found;
}

}  // namespace

std::vector<Check> listener_checks() {
  return {
      {.id = "ports.wildcard_listener",
       .severity = Severity::kLow,
       .title = "A service listens on every address of the host",
       .why = "Every network that the host is attached to now or later reaches it, and only a firewall can "
              "say otherwise. Stop it if it is not needed, else bind it in its configuration to the address "
              "that it is meant to serve.",
       .section = "4.4.2",
       .look = find_wildcard_listeners},
      {.id = "ports.cleartext_service",
       .severity = Severity::kHigh,
       .title = "A legacy cleartext service listens",
       .why = "It sends what it is given, passwords included, readable and changeable by everybody on the "
              "way, or exists only to be abused in attacks on others.",
       .section = "4.4.2",
       .look = find_legacy_services},
  };
}

}  // namespace portreeve::audit
