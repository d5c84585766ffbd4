#include "audit/observations.h"

#include <algorithm>
#include <utility>

#include "audit/wrapper_observer.h"

namespace portreeve::audit {

using sockets::Protocol;

namespace {

// What could not be seen of the host's own sockets for the same reason is told once.
core::Observed<sockets::Inventory> observe_attached(const core::SystemRoot& root, sockets::Query query,
                                                    const std::vector<core::Unseen>& told) {
  query.namespaces = sockets::NamespaceScope::kAttached;
  auto observed = sockets::observe_sockets(root, query);
  std::erase_if(observed.unseen, [&](const core::Unseen& one) {
    return std::ranges::find(told, one.what, &core::Unseen::what) != told.end();
  });
  return observed;
}

}  // namespace

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
  observations.attached_sockets = observe_attached(root, std::move(waiting), observations.sockets.unseen);
  observations.firewall = firewall::observe_firewall(root);
  observations.wrappers = observe_wrappers(root, observations.sockets);
  return observations;
}

}  // namespace portreeve::audit
