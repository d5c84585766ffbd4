#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include <pugixml.hpp>

#include "core/text.h"
#include "scan/ports.h"
#include "scan/report_reader.h"

namespace portreeve::scan {
namespace {

constexpr double kMicrosecond = 1e-6;

/// The ports that were scanned, by transport: the <scaninfo> elements.
using ScannedPorts = std::map<core::Transport, PortSet>;

/// The ports of a set that are not among those of a host's list.
PortSet without_listed(const PortSet& scanned, core::Transport transport,
                       const std::vector<PortResult>& listed) {
  std::vector<bool> is_left(65536, false);
  for (const std::uint16_t port : scanned.to_vector())
    is_left[port] = true;
  for (const PortResult& result : listed) {
    if (result.transport == transport) is_left[result.port] = false;
  }
  std::vector<core::PortRange> left;
  for (const std::uint16_t port : scanned.to_vector()) {
    if (is_left[port]) left.emplace_back(port, port);
  }
  return PortSet(std::move(left));
}

class NmapReader {
 public:
  NmapReader(std::string_view file, std::string_view text) : file_(file), text_(text) {}

  ScanReport read();

 private:
  [[nodiscard]] std::size_t line_of(std::ptrdiff_t offset) const {
    const auto length = std::min(text_.size(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return static_cast<std::size_t>(std::ranges::count(text_.substr(0, length), '\n')) + 1;
  }
  [[nodiscard]] std::size_t line_of(pugi::xml_node node) const { return line_of(node.offset_debug()); }

  [[noreturn]] void fail(pugi::xml_node node, std::string_view reason, std::string_view advice = {}) const {
    throw malformed(file_, line_of(node), reason, advice);
  }
  template <typename T>
  [[nodiscard]] T value(pugi::xml_node node, core::Result<T> result) const {
    if (result) return *std::move(result);
    fail(node, result.error().to_string());
  }

  [[nodiscard]] std::string_view attribute(pugi::xml_node node, const char* name) const;
  [[nodiscard]] double number(pugi::xml_node node, const char* name) const;
  /// The transport that an attribute names; nothing for the protocols of -sO, which have no ports.
  [[nodiscard]] std::optional<core::Transport> transport(pugi::xml_node node, const char* name) const;

  void read_scanned_ports(pugi::xml_node run);
  void read_end(pugi::xml_node run, ScanReport& report) const;
  [[nodiscard]] HostReport read_host(pugi::xml_node element) const;
  void read_address(pugi::xml_node element, HostReport& host) const;
  void read_ports(pugi::xml_node element, HostReport& host) const;
  [[nodiscard]] bool read_exact_groups(pugi::xml_node extra, HostReport& host) const;
  void read_remaining_ports(pugi::xml_node extra, HostReport& host) const;

  std::string_view file_;
  std::string_view text_;
  ScannedPorts scanned_;
};

std::string_view NmapReader::attribute(pugi::xml_node node, const char* name) const {
  const pugi::xml_attribute found = node.attribute(name);
  if (!found) fail(node, fmt::format("<{}> lacks the attribute {}", node.name(), name));
  return found.value();
}

double NmapReader::number(pugi::xml_node node, const char* name) const {
  const std::string_view text = attribute(node, name);
  double result = 0;
  const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (status != std::errc{} || stop != text.data() + text.size() || !std::isfinite(result) || result < 0) {
    fail(node, fmt::format("{} is \"{}\" and not a number", name, text));
  }
  return result;
}

std::optional<core::Transport> NmapReader::transport(pugi::xml_node node, const char* name) const {
  const std::string_view text = attribute(node, name);
  if (text == "ip") return std::nullopt;
  return value(node, core::parse_transport(text));
}

void NmapReader::read_scanned_ports(pugi::xml_node run) {
  for (const pugi::xml_node info : run.children("scaninfo")) {
    const std::optional<core::Transport> kind = transport(info, "protocol");
    const std::string_view services = attribute(info, "services");
    if (!kind || services.empty()) continue;
    scanned_[*kind] = value(info, PortSet::parse(services));
  }
}

void NmapReader::read_end(pugi::xml_node run, ScanReport& report) const {
  const pugi::xml_node finished = run.child("runstats").child("finished");
  if (!finished) {
    throw malformed(file_, line_of(static_cast<std::ptrdiff_t>(text_.find_last_not_of(" \t\r\n"))),
                    "the scan was interrupted before its end", "scan again");
  }
  if (const std::string_view exit = finished.attribute("exit").value(); exit == "error") {
    fail(finished, fmt::format("nmap failed: {}", finished.attribute("errormsg").value()), "scan again");
  }
  report.elapsed = core::Seconds(number(finished, "elapsed"));
}

void NmapReader::read_address(pugi::xml_node element, HostReport& host) const {
  for (const pugi::xml_node address : element.children("address")) {
    if (attribute(address, "addrtype") == "mac") continue;
    host.address = value(address, core::Address::parse(attribute(address, "addr")));
    return;
  }
  fail(element, "a host without an address");
}

/// The groups of an <extraports> whose reasons say which ports they are about; false if one does not.
bool NmapReader::read_exact_groups(pugi::xml_node extra, HostReport& host) const {
  const PortState state = value(extra, parse_port_state(attribute(extra, "state")));
  std::vector<PortGroup> groups;
  for (const pugi::xml_node reason : extra.children("extrareasons")) {
    if (!reason.attribute("ports") || !reason.attribute("proto")) return false;
    const std::optional<core::Transport> kind = transport(reason, "proto");
    const std::string_view ports = attribute(reason, "ports");
    if (!kind || ports.empty()) continue;
    groups.push_back({*kind, state, std::string(attribute(reason, "reason")),
                      value(reason, PortSet::parse(ports)).ranges()});
  }
  if (groups.empty()) return false;
  host.not_listed.insert(host.not_listed.end(), groups.begin(), groups.end());
  return true;
}

/// The only <extraports> of a host: what was scanned and is not listed has its state.
void NmapReader::read_remaining_ports(pugi::xml_node extra, HostReport& host) const {
  const PortState state = value(extra, parse_port_state(attribute(extra, "state")));
  const pugi::xml_node first = extra.child("extrareasons");
  const bool has_one_reason = first && !first.next_sibling("extrareasons");
  const std::string reason = has_one_reason ? first.attribute("reason").value() : "";
  for (const auto& [kind, ports] : scanned_) {
    host.not_listed.push_back({kind, state, reason, without_listed(ports, kind, host.ports).ranges()});
  }
}

void NmapReader::read_ports(pugi::xml_node element, HostReport& host) const {
  for (const pugi::xml_node port : element.children("port")) {
    const std::optional<core::Transport> kind = transport(port, "protocol");
    if (!kind) continue;
    const pugi::xml_node state = port.child("state");
    if (!state) fail(port, "a port without a state");
    host.ports.push_back({*kind, value(port, core::parse_port(attribute(port, "portid"))),
                          value(state, parse_port_state(attribute(state, "state"))),
                          std::string(state.attribute("reason").value())});
  }
  const pugi::xml_node extra = element.child("extraports");
  const bool is_only_one = !extra.next_sibling("extraports");
  for (pugi::xml_node next = extra; next; next = next.next_sibling("extraports")) {
    if (!read_exact_groups(next, host) && is_only_one) read_remaining_ports(next, host);
  }
}

HostReport NmapReader::read_host(pugi::xml_node element) const {
  HostReport host;
  read_address(element, host);
  const pugi::xml_node status = element.child("status");
  if (!status) fail(element, "a host without a status");
  host.is_up = attribute(status, "state") == "up";
  for (const pugi::xml_node name : element.child("hostnames").children("hostname")) {
    if (std::strcmp(name.attribute("type").value(), "user") == 0) host.name = attribute(name, "name");
  }
  if (const pugi::xml_node times = element.child("times")) {
    host.latency = core::Seconds(number(times, "srtt") * kMicrosecond);
  }
  if (std::strcmp(element.attribute("timedout").value(), "true") == 0) {
    host.incomplete = "the time for one host was up";
  }
  read_ports(element.child("ports"), host);
  if (const auto problem = sort_lists(host)) fail(element, *problem);
  return host;
}

ScanReport NmapReader::read() {
  pugi::xml_document document;
  // Declarations of document types are skipped and entities beyond XML's own five are left as they are.
  const pugi::xml_parse_result parsed =
      document.load_buffer(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    throw malformed(file_, line_of(parsed.offset),
                    fmt::format("not well-formed XML: {}", parsed.description()),
                    "a scan that was interrupted leaves such a file: scan again");
  }
  const pugi::xml_node run = document.child("nmaprun");
  if (!run) throw malformed(file_, 1, "XML, but not nmap's: there is no <nmaprun>");
  ScanReport report;
  report.scanner = fmt::format("{} {}", attribute(run, "scanner"), run.attribute("version").value());
  report.arguments = run.attribute("args").value();
  if (run.attribute("start")) {
    report.started = value(run, core::parse_number<std::int64_t>("the time", attribute(run, "start")));
  }
  read_scanned_ports(run);
  for (const pugi::xml_node host : run.children("host"))
    report.hosts.push_back(read_host(host));
  read_end(run, report);
  return report;
}

}  // namespace

core::Result<ScanReport> read_nmap_report(std::string_view file, std::string_view text) {
  try {
    return NmapReader(file, text).read();
  } catch (const MalformedReport& malformed_report) {
    return core::failure(malformed_report.error);
  }
}

}  // namespace portreeve::scan
