#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "scan/outcome.h"
#include "scan/probe.h"

namespace portreeve::scan {

/// What the probes to one host have shown beside the state of its ports.
struct HostObservation {
  std::optional<std::chrono::steady_clock::duration> latency;  ///< of the fastest answer
  bool target_answered = false;                                ///< something came from the host itself
  bool answered_late = false;  ///< an answer came only after the kernel had repeated the SYN
  bool timed_out = false;      ///< probes were left out because the host's time was up
  int errno_value = 0;         ///< why probes could not be sent; 0 if all were

  /// Adds what somebody else observed of the same host.
  void merge(const HostObservation& other);
};

/// Hosts that are scanned together for the same ports, and what is known of them.
struct ProbeGroup {
  std::vector<SocketAddress> hosts;
  std::vector<std::uint16_t> ports;
  /// One for each host and port; that of `ports[p]` on `hosts[h]` is at h * ports.size() + p.
  std::vector<std::optional<Outcome>> outcomes;
  std::vector<HostObservation> observations;  ///< one for each host

  ProbeGroup(std::vector<SocketAddress> group_hosts, std::vector<std::uint16_t> group_ports)
      : hosts(std::move(group_hosts)),
        ports(std::move(group_ports)),
        outcomes(hosts.size() * ports.size()),
        observations(hosts.size()) {}
};

/// Which probes to send, in which order and with how much patience.
struct ProbePlan {
  std::uint64_t count = 0;
  /// The position in ProbeGroup::outcomes of the i-th probe, i below `count`; no position comes twice. It is
  /// called from several threads at once.
  std::function<std::uint64_t(std::uint64_t)> at;
  std::chrono::milliseconds patience{};                           ///< how long to wait for each answer
  std::size_t parallelism = 1;                                    ///< the most probes in flight
  std::optional<std::chrono::steady_clock::time_point> deadline;  ///< when to stop sending
  std::function<void(double)> progress;  ///< told the share that was sent, a few times a second
};

/// Sends the probes of a plan and enters what they show into the group. Returns when each has its outcome,
/// was given up because this host cannot send it, or is past the deadline.
void run_probes(ProbeGroup& group, const ProbePlan& plan);

}  // namespace portreeve::scan
