#pragma once

#include <string_view>
#include <utility>

#include "audit/observations.h"
#include "core/system_root.h"

namespace portreeve::audit {

/// A hardened host as unit tests build on it: interfaces eth0 and lo, every setting at its recommended value
/// everywhere, the addresses 127.0.0.1, 192.0.2.1 and 2001:db8::1, no sockets and nothing unseen.
inline Observations hardened_host() {
  Observations host;
  host.host_name = "gate";
  kernel::Settings& settings = host.settings.value;
  settings.add_interface({.index = 1, .name = "lo"});
  settings.add_interface({.index = 2, .name = "eth0"});
  for (const kernel::Setting& setting : kernel::catalogue()) {
    if (setting.combination == kernel::Combination::kHost) {
      settings.set_own(setting, kernel::kHostScope, setting.recommended);
      continue;
    }
    for (const std::string_view scope : {"all", "default", "eth0", "lo"}) {
      settings.set_own(setting, scope, setting.recommended);
    }
  }
  for (const std::string_view address : {"127.0.0.1", "192.0.2.1", "2001:db8::1"}) {
    host.addresses.value.push_back(*core::Address::parse(address));
  }
  return host;
}

/// A socket that waits for others on "192.0.2.1:22" or "[::]:53", held by a process with pid 812.
inline sockets::Socket waiting_socket(core::Transport transport, std::string_view endpoint,
                                      std::string_view name) {
  sockets::Socket socket;
  socket.protocol = sockets::parse_protocol(to_string(transport)).value();
  socket.local = *core::Endpoint::parse(endpoint);
  socket.family = socket.local.address.family();
  socket.state = transport == core::Transport::kUdp ? sockets::State::kClose : sockets::State::kListen;
  sockets::Owner owner;
  owner.process.pid = 812;
  owner.process.name = name;
  owner.descriptor = 3;
  socket.owners = {owner};
  return socket;
}

}  // namespace portreeve::audit
