#include "audit/observations.h"

#include "audit/wrapper_observer.h"

namespace portreeve::audit {

Observations observe(const core::SystemRoot& root) {
  Observations observations;
  observations.host_name = root.read_value("/proc/sys/kernel/hostname").value_or("");
  observations.settings = kernel::observe_settings(root);
  observations.addresses = kernel::observe_local_addresses(root);
  sockets::Query waiting;
  waiting.states = sockets::waiting_states();
  observations.sockets = sockets::observe_sockets(root, waiting);
  observations.firewall = firewall::observe_firewall(root);
  observations.wrappers = observe_wrappers(root, observations.sockets);
  return observations;
}

}  // namespace portreeve::audit
