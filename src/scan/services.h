#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/system_root.h"
#include "core/transport.h"
#include "scan/ports.h"

namespace portreeve::scan {

/// The names of services by port, from a file of the form of services(5).
class ServiceNames {
 public:
  /// No names at all.
  ServiceNames() = default;

  /// Those of /etc/services; none if it can't be read, since a name is only a comfort.
  [[nodiscard]] static ServiceNames load(const core::SystemRoot& root);

  /// The names in a text; lines that are not of the form are passed over. The first name of a port counts.
  [[nodiscard]] static ServiceNames parse(std::string_view text);

  /// The name of a port, or "" if it has none. It comes from a file: print it through printable().
  [[nodiscard]] std::string_view name(core::Transport transport, std::uint16_t port) const;

 private:
  std::map<std::pair<core::Transport, std::uint16_t>, std::string> names_;
};

/// Ports chosen by how often they are open on the internet, and where that was learned.
struct CommonPorts {
  PortSet ports;
  std::string origin;  ///< for a person: "/usr/share/nmap/nmap-services", "the built-in list"
};

/// The `count` TCP ports that are open most often, by the measurements in an installed nmap's
/// /usr/share/nmap/nmap-services (Debian's package nmap-common). Without one: a built-in list of the ports of
/// well-known services, which knows no frequencies and has about a thousand; fewer than asked for may come
/// back.
[[nodiscard]] CommonPorts common_tcp_ports(const core::SystemRoot& root, std::size_t count);

}  // namespace portreeve::scan
