#include "scan/services.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

#include "core/text.h"
#include "scan/well_known_ports.h"

namespace portreeve::scan {
namespace {

constexpr std::string_view kNmapServices = "/usr/share/nmap/nmap-services";

/// One line of services(5), "NAME PORT/PROTOCOL ...", or of nmap-services, which adds a frequency.
struct Line {
  std::string_view name;
  std::uint16_t port = 0;
  core::Transport transport = core::Transport::kTcp;
  double frequency = 0;
};

std::optional<Line> parse_line(std::string_view text) {
  const std::vector<std::string_view> words = core::split_words(text.substr(0, text.find('#')));
  if (words.size() < 2) return std::nullopt;
  const std::vector<std::string_view> where = core::split(words[1], '/');
  if (where.size() != 2) return std::nullopt;
  const auto port = core::parse_port(where[0]);
  const auto transport = core::parse_transport(where[1]);
  if (!port || !transport) return std::nullopt;
  Line line{words[0], *port, *transport};
  if (words.size() >= 3) std::from_chars(words[2].data(), words[2].data() + words[2].size(), line.frequency);
  return line;
}

PortSet first_ports(const std::vector<std::uint16_t>& ports, std::size_t count) {
  std::vector<core::PortRange> ranges;
  for (std::size_t i = 0; i < std::min(count, ports.size()); ++i)
    ranges.emplace_back(ports[i], ports[i]);
  return PortSet(std::move(ranges));
}

/// The TCP ports of nmap-services, the most frequent first.
std::vector<std::uint16_t> by_frequency(std::string_view text) {
  std::vector<std::tuple<double, std::uint16_t>> found;
  for (const std::string_view line : core::split(text, '\n')) {
    const std::optional<Line> parsed = parse_line(line);
    if (parsed && parsed->transport == core::Transport::kTcp && parsed->frequency > 0) {
      found.emplace_back(-parsed->frequency, parsed->port);
    }
  }
  std::ranges::sort(found);
  std::vector<std::uint16_t> ports;
  for (const auto& [frequency, port] : found)
    ports.push_back(port);
  return ports;
}

}  // namespace

ServiceNames ServiceNames::load(const core::SystemRoot& root) {
  const auto text = root.read("/etc/services");
  return text ? parse(*text) : ServiceNames();
}

ServiceNames ServiceNames::parse(std::string_view text) {
  ServiceNames services;
  for (const std::string_view line : core::split(text, '\n')) {
    if (const std::optional<Line> parsed = parse_line(line)) {
      services.names_.try_emplace({parsed->transport, parsed->port}, parsed->name);
    }
  }
  return services;
}

std::string_view ServiceNames::name(core::Transport transport, std::uint16_t port) const {
  const auto found = names_.find({transport, port});
  return found == names_.end() ? std::string_view() : found->second;
}

CommonPorts common_tcp_ports(const core::SystemRoot& root, std::size_t count) {
  if (const auto text = root.read(kNmapServices)) {
    if (PortSet ports = first_ports(by_frequency(*text), count); !ports.empty()) {
      return {std::move(ports), root.shown_path(kNmapServices)};
    }
  }
  return {first_ports(well_known_tcp_ports(), count), "the built-in list"};
}

}  // namespace portreeve::scan
