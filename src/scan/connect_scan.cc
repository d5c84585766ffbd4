#include "scan/connect_scan.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "scan/permutation.h"
#include "scan/port_listing.h"
#include "scan/probe_engine.h"

namespace portreeve::scan {
namespace {

using Clock = std::chrono::steady_clock;

// The kernel repeats a SYN after 1, and then every second (net.ipv4.tcp_syn_linear_timeouts, since Linux 6.5)
// or after 3 seconds: two tries, and three or four.
constexpr std::chrono::milliseconds kPatience{1300};
constexpr std::chrono::milliseconds kSecondPatience{3300};
// What nmap asks as well when it may not craft packets (nmap(1), "Host Discovery").
constexpr std::uint16_t kDiscoveryPorts[] = {80, 443};
// Hosts are scanned in groups of about so many probes, which take three bytes each.
constexpr std::size_t kProbesPerGroup = std::size_t{1} << 21;
// Descriptors that are left for the rest of the program.
constexpr std::size_t kSpareDescriptors = 100;

/// How many sockets the limit on open files allows, after raising it as far as it goes without privilege.
std::size_t descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kSpareDescriptors;
  const rlimit raised{limit.rlim_max, limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  if (limit.rlim_cur > 2 * kSpareDescriptors) return limit.rlim_cur - kSpareDescriptors;
  return std::max<std::size_t>(1, limit.rlim_cur / 2);
}

/// One scan: the targets that are looked at by turns, and the report that grows.
class ConnectScan {
 public:
  ConnectScan(const PortSet& ports, const ScanOptions& options)
      : ports_(ports.to_vector()), options_(options), parallelism_(descriptor_limit()) {
    if (options.maximum_parallelism != 0) parallelism_ = std::min(parallelism_, options.maximum_parallelism);
  }

  void run(std::span<const Target> targets, ScanReport& report);

 private:
  /// Finds out which hosts of a group answer at all; those that need not be asked count as answering.
  std::vector<HostObservation> discover(std::span<const Target> targets);
  void scan_group(std::span<const Target> targets, ScanReport& report);
  void probe(ProbeGroup& group);
  [[nodiscard]] ProbePlan plan_for(const ProbeGroup& group) const;
  [[nodiscard]] HostReport describe(const Target& target, const HostObservation& seen,
                                    std::span<const std::optional<Outcome>> outcomes) const;

  std::vector<std::uint16_t> ports_;
  const ScanOptions& options_;
  std::size_t parallelism_;
  Progress progress_;
};

SocketAddress socket_address(const Target& target) {
  return *SocketAddress::of(target.address);  // connect_scan() has tried each
}

ProbePlan ConnectScan::plan_for(const ProbeGroup& group) const {
  ProbePlan plan;
  plan.count = group.outcomes.size();
  plan.at = [order = Permutation(plan.count, options_.seed)](std::uint64_t i) { return order.at(i); };
  plan.patience = kPatience;
  plan.parallelism = parallelism_;
  if (options_.host_timeout) {
    plan.deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(*options_.host_timeout);
  }
  return plan;
}

std::vector<HostObservation> ConnectScan::discover(std::span<const Target> targets) {
  std::vector<HostObservation> seen(targets.size());
  std::vector<SocketAddress> asked;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (options_.skip_discovery || targets[i].is_single) continue;
    asked.push_back(socket_address(targets[i]));
    positions.push_back(i);
  }
  if (asked.empty()) return seen;
  ProbeGroup group(std::move(asked), {std::begin(kDiscoveryPorts), std::end(kDiscoveryPorts)});
  run_probes(group, plan_for(group));
  for (std::size_t i = 0; i < positions.size(); ++i)
    seen[positions[i]] = group.observations[i];
  return seen;
}

/// Sends the probes of a group; then, to hosts that have answered late, once more those that had no answer.
void ConnectScan::probe(ProbeGroup& group) {
  ProbePlan plan = plan_for(group);
  if (options_.progress) {
    plan.progress = [this](double fraction) {
      progress_.fraction_of_group = fraction;
      options_.progress(progress_);
    };
  }
  run_probes(group, plan);
  std::vector<std::uint64_t> silent;
  for (std::uint64_t i = 0; i < plan.count; ++i) {
    const std::uint64_t position = plan.at(i);
    const std::optional<Outcome>& outcome = group.outcomes[position];
    if (!group.observations[position / group.ports.size()].answered_late) continue;
    if (outcome && outcome->reason == Reason::kNoResponse) silent.push_back(position);
  }
  if (silent.empty()) return;
  plan.count = silent.size();
  plan.at = [&silent](std::uint64_t i) { return silent[i]; };
  plan.patience = kSecondPatience;
  run_probes(group, plan);
}

HostReport ConnectScan::describe(const Target& target, const HostObservation& seen,
                                 std::span<const std::optional<Outcome>> outcomes) const {
  HostReport host;
  host.address = target.address;
  host.name = target.name;
  host.is_up = options_.skip_discovery || seen.target_answered;
  if (seen.latency) host.latency = std::chrono::duration_cast<core::Seconds>(*seen.latency);
  if (!host.is_up) return host;
  list_ports(host, ports_, outcomes);
  if (seen.timed_out) host.incomplete = "the time for one host was up";
  if (seen.errno_value != 0) host.incomplete = std::generic_category().message(seen.errno_value);
  return host;
}

void ConnectScan::scan_group(std::span<const Target> targets, ScanReport& report) {
  std::vector<HostObservation> seen = discover(targets);
  std::vector<SocketAddress> addresses;
  std::vector<std::size_t> positions;  // of the targets that are scanned
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!options_.skip_discovery && !targets[i].is_single && !seen[i].target_answered) continue;
    addresses.push_back(socket_address(targets[i]));
    positions.push_back(i);
  }
  ProbeGroup group(std::move(addresses), ports_);
  if (!group.outcomes.empty()) probe(group);
  const std::span<const std::optional<Outcome>> outcomes = group.outcomes;
  std::size_t scanned = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (scanned < positions.size() && positions[scanned] == i) {
      seen[i].merge(group.observations[scanned]);
      report.hosts.push_back(
          describe(targets[i], seen[i], outcomes.subspan(scanned * ports_.size(), ports_.size())));
      ++scanned;
    } else {
      report.hosts.push_back(describe(targets[i], seen[i], {}));
    }
  }
}

void ConnectScan::run(std::span<const Target> targets, ScanReport& report) {
  progress_.hosts = targets.size();
  const std::size_t group_size =
      std::max<std::size_t>(1, kProbesPerGroup / std::max<std::size_t>(1, ports_.size()));
  while (!targets.empty()) {
    const auto group = targets.first(std::min(group_size, targets.size()));
    targets = targets.subspan(group.size());
    scan_group(group, report);
    progress_.hosts_done += group.size();
  }
}

}  // namespace

core::Result<ScanReport> connect_scan(const Targets& targets, const PortSet& ports,
                                      const ScanOptions& options) {
  std::vector<Target> hosts;
  for (std::uint64_t i = 0; i < targets.size(); ++i) {
    std::optional<Target> target = targets.at(i);
    if (!target) continue;
    if (const auto address = SocketAddress::of(target->address); !address)
      return core::failure(address.error());
    hosts.push_back(std::move(*target));
  }
  ScanReport report;
  report.scanner = "portreeve " PORTREEVE_VERSION;
  report.started =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const Clock::time_point begin = Clock::now();
  ConnectScan(ports, options).run(hosts, report);
  report.elapsed = std::chrono::duration_cast<core::Seconds>(Clock::now() - begin);
  return report;
}

}  // namespace portreeve::scan
