#include "scan/port_listing.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace portreeve::scan {
namespace {

constexpr std::size_t kMostPortsListed = 25;

using Counts = std::map<PortState, std::size_t>;

bool is_listed(PortState state, const Counts& counts) {
  return state == PortState::kOpen || counts.at(state) <= kMostPortsListed;
}

void append(std::vector<core::PortRange>& ranges, std::uint16_t port) {
  if (!ranges.empty() && ranges.back().last() + 1 == port) {
    ranges.back() = {ranges.back().first(), port};
  } else {
    ranges.emplace_back(port, port);
  }
}

}  // namespace

void list_ports(HostReport& host, std::span<const std::uint16_t> ports,
                std::span<const std::optional<Outcome>> outcomes) {
  Counts counts;
  for (const std::optional<Outcome>& outcome : outcomes) {
    if (outcome) ++counts[outcome->state];
  }
  std::map<Outcome, std::vector<core::PortRange>> groups;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::optional<Outcome>& outcome = outcomes[i];
    if (!outcome) continue;
    if (is_listed(outcome->state, counts)) {
      host.ports.push_back(
          {core::Transport::kTcp, ports[i], outcome->state, std::string(to_string(outcome->reason))});
    } else {
      append(groups[*outcome], ports[i]);
    }
  }
  for (auto& [outcome, ranges] : groups) {
    host.not_listed.push_back(
        {core::Transport::kTcp, outcome.state, std::string(to_string(outcome.reason)), std::move(ranges)});
  }
  std::ranges::sort(host.not_listed, {},
                    [](const PortGroup& group) { return std::pair(group.transport, group.ports.front()); });
}

}  // namespace portreeve::scan
