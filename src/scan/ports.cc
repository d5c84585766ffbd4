#include "scan/ports.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace portreeve::scan {
namespace {

constexpr std::uint16_t kLowestUnnamedPort = 1;
constexpr std::uint16_t kHighestPort = 65535;
constexpr std::string_view kAdvice = "write ports as in 22,80-90,60000-";

/// "22", "80-90", "-100", "60000-" or "-".
core::Result<core::PortRange> parse_range(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) {
    return core::parse_port(text).map([](std::uint16_t port) { return core::PortRange(port, port); });
  }
  const std::string_view first = text.substr(0, dash);
  const std::string_view last = text.substr(dash + 1);
  if (!first.empty() && !last.empty()) return core::PortRange::parse(text);
  if (first.empty() && last.empty()) return core::PortRange(kLowestUnnamedPort, kHighestPort);
  const core::Result<std::uint16_t> end = core::parse_port(first.empty() ? last : first);
  if (!end) return core::failure(end.error());
  if (!first.empty()) return core::PortRange(*end, kHighestPort);
  if (*end < kLowestUnnamedPort) {
    return core::failure(
        core::parse_error("the ports", text, "an open beginning stands for port 1", "name port 0 by itself"));
  }
  return core::PortRange(kLowestUnnamedPort, *end);
}

core::Result<core::PortRange> parse_item(std::string_view item) {
  core::Result<core::PortRange> range = parse_range(item);
  if (!range && range.error().advice.empty()) range.error().advice = kAdvice;
  return range;
}

}  // namespace

PortSet::PortSet(std::vector<core::PortRange> ranges) {
  std::ranges::sort(ranges);
  for (const core::PortRange& range : ranges) {
    // As 32 bits, because the port after 65535 has no number.
    if (!ranges_.empty() && range.first() <= std::uint32_t{ranges_.back().last()} + 1) {
      ranges_.back() = {ranges_.back().first(), std::max(ranges_.back().last(), range.last())};
    } else {
      ranges_.push_back(range);
    }
  }
  for (const core::PortRange& range : ranges_)
    size_ += range.size();
}

core::Result<PortSet> PortSet::parse(std::string_view text) {
  std::vector<core::PortRange> ranges;
  for (const std::string_view item : core::split(text, ',')) {
    const core::Result<core::PortRange> range = parse_item(core::trim(item));
    if (!range) return core::failure(range.error());
    ranges.push_back(*range);
  }
  return PortSet(std::move(ranges));
}

bool PortSet::contains(std::uint16_t port) const {
  const auto after = std::ranges::upper_bound(ranges_, port, {}, &core::PortRange::first);
  return after != ranges_.begin() && std::prev(after)->contains(port);
}

std::vector<std::uint16_t> PortSet::to_vector() const {
  std::vector<std::uint16_t> ports;
  ports.reserve(size_);
  for (const core::PortRange& range : ranges_) {
    for (std::uint32_t port = range.first(); port <= range.last(); ++port) {
      ports.push_back(static_cast<std::uint16_t>(port));
    }
  }
  return ports;
}

std::string PortSet::to_string() const {
  std::string text;
  for (const core::PortRange& range : ranges_) {
    if (!text.empty()) text += ',';
    text += range.to_string();
  }
  return text;
}

core::Result<PortSelection> PortSelection::parse(std::string_view text) {
  struct Part {
    char letter;
    PortSet PortSelection::* ports;
    std::vector<core::PortRange> ranges;
  };
  std::array<Part, 3> parts{
      {{'T', &PortSelection::tcp, {}}, {'U', &PortSelection::udp, {}}, {'S', &PortSelection::sctp, {}}}};
  char current = '\0';  // none yet: for every transport
  for (std::string_view item : core::split(text, ',')) {
    item = core::trim(item);
    if (item.size() >= 2 && item[1] == ':') {
      current = item[0];
      if (std::ranges::find(parts, current, &Part::letter) == parts.end()) {
        return core::failure(
            core::parse_error("the ports", item, "no such protocol", "T: is TCP, U: is UDP, S: is SCTP"));
      }
      item.remove_prefix(2);
    }
    const core::Result<core::PortRange> range = parse_item(item);
    if (!range) return core::failure(range.error());
    for (Part& part : parts) {
      if (current == '\0' || current == part.letter) part.ranges.push_back(*range);
    }
  }
  PortSelection selection;
  for (Part& part : parts)
    selection.*part.ports = PortSet(std::move(part.ranges));
  return selection;
}

}  // namespace portreeve::scan
