#include "audit/observations.h"

#include "audit/wrapper_observer.h"

namespace portreeve::audit {

using sockets::Protocol;

Observations observe(const core::SystemRoot& root) {
  Observations observations;
  observations.host_name = root.read_value("/proc/sys/kernel/hostname").value_or("");
  observations.settings = kernel::observe_settings(root);
  observations.addresses = kernel::observe_local_addresses(root);
  sockets::Query waiting;
  waiting.states = sockets::waiting_states();
  waiting.protocols = {Protocol::kTcp,  Protocol::kMptcp, Protocol::kUdp,   Protocol::kUdplite,
                       Protocol::kSctp, Protocol::kRaw,   Protocol::kPacket};
  waiting.protocols_named = false;  // a kernel need not have each of them
  observations.sockets = sockets::observe_sockets(root, waiting);
  observations.firewall = firewall::observe_firewall(root);
  observations.wrappers = observe_wrappers(root, observations.sockets);
  return observations;
}

}  // namespace portreeve::audit
