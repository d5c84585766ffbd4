#pragma once

#include <optional>
#include <string>

#include "core/observation.h"
#include "core/system_root.h"
#include "firewall/observe.h"
#include "kernel/addresses.h"
#include "kernel/settings.h"
#include "scan/report.h"
#include "sockets/inventory.h"
#include "wrappers/lint.h"

namespace portreeve::audit {

/// The host as somebody else on the network sees it.
struct OutsideView {
  std::string origin;  ///< where it comes from: "outside.json", "the network namespace lab"
  scan::ScanReport report;
};

/// Everything that the checks may look at. A check reads these and nothing else, never the system itself, so
/// a check can be tried on observations that a test wrote down.
struct Observations {
  std::string host_name;  ///< empty if it could not be read
  core::Observed<kernel::Settings> settings;
  core::Observed<kernel::LocalAddresses> addresses;
  core::Observed<sockets::Inventory> sockets;
  core::Observed<sockets::Inventory> attached_sockets;  ///< of network namespaces connected to the host's own
  core::Observed<firewall::Firewall> firewall;
  core::Observed<wrappers::LintReport> wrappers;  ///< what is wrong with the rules of TCP Wrappers
  std::optional<OutsideView> outside;             ///< nothing when nobody looked from outside
};

/// Observes the host or the capture; `outside` stays empty, since a host can't see itself from outside.
[[nodiscard]] Observations observe(const core::SystemRoot& root);

}  // namespace portreeve::audit
