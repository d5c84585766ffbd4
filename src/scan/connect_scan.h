#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/result.h"
#include "core/seconds.h"
#include "scan/ports.h"
#include "scan/report.h"
#include "scan/targets.h"

namespace portreeve::scan {

/// How far a scan is.
struct Progress {
  std::uint64_t hosts_done = 0;
  std::uint64_t hosts = 0;
  double fraction_of_group = 0;  ///< of the hosts being scanned at the moment, 0 to 1
};

struct ScanOptions {
  /// Whether every target counts as up without asking (-Pn). Otherwise hosts of ranges are first asked at
  /// ports 80 and 443, and any host is up only if something of it answered.
  bool skip_discovery = false;
  /// The most connections in flight; 0 for as many as the limit on open files allows.
  std::size_t maximum_parallelism = 0;
  /// When to give up on a host: its ports without a state by then stay without.
  std::optional<core::Seconds> host_timeout;
  /// Chooses the order in which ports are probed; the report is in the same order whatever it is.
  std::uint64_t seed = 1;
  /// Called a few times a second from the scanning thread when it is set. Must not throw.
  std::function<void(const Progress&)> progress;
};

/// A TCP connect scan (nmap's -sT), which needs no privilege: tries to connect to every port of every target
/// from the network namespace of the calling thread.
///
/// A port is open when the connection was made, closed when a RST came, and filtered when an ICMP error came
/// or nothing at all. ICMP port-unreachable is a firewall's answer and not a closed port; the socket's error
/// queue tells the two apart (IP_RECVERR, ip(7)). Silence is believed after 1.3 seconds, in which the kernel
/// has sent its SYN twice; where answers of a host did come late, its silent ports are asked again for 3.3
/// seconds. Limits of this host (descriptors, source ports) slow the scan down and never change an outcome.
///
/// Raises the process's soft limit on open files to the hard one. The only errors are those that keep a scan
/// from beginning: a zone that is no interface here.
[[nodiscard]] core::Result<ScanReport> connect_scan(const Targets& targets, const PortSet& ports,
                                                    const ScanOptions& options);

}  // namespace portreeve::scan
