#include "scan/report.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace portreeve::scan {
namespace {

constexpr std::array<std::pair<PortState, std::string_view>, 6> kStateNames{{
    {PortState::kOpen, "open"},
    {PortState::kClosed, "closed"},
    {PortState::kFiltered, "filtered"},
    {PortState::kOpenFiltered, "open|filtered"},
    {PortState::kUnfiltered, "unfiltered"},
    {PortState::kClosedFiltered, "closed|filtered"},
}};

bool holds(const std::vector<core::PortRange>& ranges, std::uint16_t port) {
  const auto after = std::ranges::upper_bound(ranges, port, {}, &core::PortRange::first);
  return after != ranges.begin() && std::prev(after)->contains(port);
}

}  // namespace

std::string_view to_string(PortState state) {
  return std::ranges::find(kStateNames, state, [](const auto& entry) { return entry.first; })->second;
}

core::Result<PortState> parse_port_state(std::string_view text) {
  const auto found = std::ranges::find(kStateNames, text, [](const auto& entry) { return entry.second; });
  if (found == kStateNames.end()) {
    return core::failure(core::parse_error("the state of a port", text, "there is no such state"));
  }
  return found->first;
}

std::uint32_t PortGroup::size() const {
  return std::accumulate(ports.begin(), ports.end(), std::uint32_t{0},
                         [](std::uint32_t sum, const core::PortRange& range) { return sum + range.size(); });
}

std::optional<PortState> HostReport::state_of(core::Transport transport, std::uint16_t port) const {
  const auto key = [](const PortResult& result) { return std::pair(result.transport, result.port); };
  const auto listed = std::ranges::lower_bound(ports, std::pair(transport, port), {}, key);
  if (listed != ports.end() && key(*listed) == std::pair(transport, port)) return listed->state;
  for (const PortGroup& group : not_listed) {
    if (group.transport == transport && holds(group.ports, port)) return group.state;
  }
  return std::nullopt;
}

}  // namespace portreeve::scan
