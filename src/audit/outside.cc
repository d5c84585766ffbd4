#include "audit/outside.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "audit/listeners.h"
#include "core/network_namespace.h"
#include "core/system_root.h"
#include "scan/connect_scan.h"
#include "scan/report_file.h"
#include "scan/targets.h"

namespace portreeve::audit {
namespace {

core::Unseen nobody_looked(const Observations& observations) {
  std::vector<std::string> addresses;
  for (const core::Address& address : reachable_addresses(observations.addresses.value)) {
    addresses.push_back(address.to_string());
  }
  const std::string hosts = addresses.empty() ? "ADDRESS" : fmt::format("{}", fmt::join(addresses, " "));
  return {"the host as others see it",
          core::make_error("compare it with", "the listening sockets", "nobody has looked from outside",
                           fmt::format("on another machine: portreeve scan -p- --json {} > outside.json; "
                                       "then here: portreeve audit --outside outside.json",
                                       hosts))};
}

// Whether any host of the view says something about a listener's port, open or not.
bool was_tried(const OutsideView& view, const Listener& listener) {
  return std::ranges::any_of(view.report.hosts, [&](const scan::HostReport& host) {
    return host.state_of(listener.transport, listener.port).has_value();
  });
}

}  // namespace

core::Result<OutsideView> read_outside_view(const std::string& file) {
  return core::SystemRoot()
      .read(file)
      .and_then([&](const std::string& text) { return scan::read_report(file, text); })
      .map([&](scan::ScanReport report) { return OutsideView{file, std::move(report)}; });
}

core::Result<OutsideView> scan_from_namespace(const std::string& network_namespace,
                                              const kernel::LocalAddresses& addresses,
                                              const scan::PortSet& ports,
                                              const std::function<void(const scan::Progress&)>& progress) {
  const auto opened = core::NetworkNamespace::open(network_namespace);
  if (!opened) return core::failure(opened.error());
  core::Result<scan::ScanReport> report;
  const core::Status entered = opened->run([&] {
    scan::ScanOptions options;
    options.skip_discovery = true;  // that the host is up is known
    options.progress = progress;
    report = scan::connect_scan(scan::Targets(reachable_addresses(addresses)), ports, options);
  });
  if (!entered) return core::failure(entered.error());
  if (!report) return core::failure(report.error());
  return OutsideView{"the network namespace " + network_namespace, std::move(*report)};
}

kernel::LocalAddresses reachable_addresses(const kernel::LocalAddresses& addresses) {
  kernel::LocalAddresses reachable;
  std::ranges::copy_if(addresses, std::back_inserter(reachable), [](const core::Address& address) {
    return !address.is_loopback() && !address.is_link_local() && !address.is_multicast();
  });
  return reachable;
}

std::vector<core::Unseen> unseen_from_outside(const Observations& observations) {
  if (!observations.outside) return {nobody_looked(observations)};
  const bool misses_udp = std::ranges::any_of(listeners(observations), [&](const Listener& listener) {
    return listener.transport == core::Transport::kUdp && !was_tried(*observations.outside, listener) &&
           std::ranges::any_of(listener.sockets, [](const auto* socket) { return is_wildcard(*socket); });
  });
  if (!misses_udp) return {};
  return {
      {"the host's UDP ports as others see them",
       core::make_error("compare them with", "the UDP sockets", "the view from outside does not cover them",
                        "on another machine: nmap -sU -oX FILE ADDRESS")}};
}

}  // namespace portreeve::audit
