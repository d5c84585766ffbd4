#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "audit/observations.h"
#include "core/address.h"
#include "core/transport.h"
#include "sockets/socket.h"

namespace portreeve::audit {

/// A port that somebody serves, with all the sockets that do: one for each family or address, and more where
/// SO_REUSEPORT spreads the load. The checks speak of services, so they judge these and not single sockets.
struct Listener {
  core::Transport transport;
  std::uint16_t port = 0;
  std::vector<const sockets::Socket*> sockets;  ///< never empty; owned by the observations
};

/// The listening TCP and SCTP sockets and the unconnected UDP ones, by transport and port, in that order.
/// Valid as long as `observations`.
[[nodiscard]] std::vector<Listener> listeners(const Observations& observations);

/// The same of these sockets, by network namespace before all. Valid as long as they are.
[[nodiscard]] std::vector<Listener> listeners(const std::vector<sockets::Socket>& sockets);

/// Whether a socket takes connections to any address of the host.
[[nodiscard]] bool is_wildcard(const sockets::Socket& socket);

/// Whether a socket takes what is sent to this address of the host: it is bound to it, or to the wildcard of
/// the address's family, or it is an IPv6 wildcard socket that serves IPv4 as well (IPV6_V6ONLY off,
/// ipv6(7)).
[[nodiscard]] bool serves(const sockets::Socket& socket, const core::Address& address);

/// "tcp 0.0.0.0:22", with "%eth0" behind it for a socket that is bound to a device.
[[nodiscard]] std::string describe(const sockets::Socket& socket);

/// The same of several, sorted, and once each: SO_REUSEPORT lets many be alike.
[[nodiscard]] std::vector<std::string> describe_all(std::span<const sockets::Socket* const> sockets);

/// The processes that hold the listener, each once, however many of its sockets and descriptors it holds.
[[nodiscard]] std::vector<const core::ProcessRef*> owners(const Listener& listener);

/// Who holds the listener: "sshd (pid 812, /usr/sbin/sshd)", several joined by commas, the uid where no
/// process was seen.
[[nodiscard]] std::string describe_owners(const Listener& listener);

/// The commands that end a service which is not wanted: by its systemd unit where the owner's control group
/// names one, else by its pid; for a service of xinetd or inetd where to disable it. Empty if no owner was
/// seen.
[[nodiscard]] std::vector<std::string> commands_to_stop(const Listener& listener);

}  // namespace portreeve::audit
