#include "report/scan_text.h"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::report {
namespace {

using core::Table;
using scan::HostReport;
using scan::PortGroup;

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string utc(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  if (::gmtime_r(&time, &parts) == nullptr) return "an unknown time";
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min);
}

/// Seconds to the microsecond, without an exponent or zeros at the end: "0.00032".
std::string decimals(core::Seconds seconds) {
  std::string text = fmt::format("{:.6f}", seconds.count());
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string title(const HostReport& host) {
  const std::string address = core::printable(host.address.to_string());
  return host.name.empty() ? address : fmt::format("{} ({})", core::printable(host.name), address);
}

/// "Not shown: 997 closed tcp ports (conn-refused), 2 filtered tcp ports (no-response)"
std::string not_shown(const HostReport& host) {
  std::string text;
  for (const PortGroup& group : host.not_listed) {
    text += text.empty() ? "Not shown: " : ", ";
    text += fmt::format("{} {} {} {}", group.size(), to_string(group.state), to_string(group.transport),
                        group.size() == 1 ? "port" : "ports");
    if (!group.reason.empty()) text += fmt::format(" ({})", core::printable(group.reason));
  }
  return text.empty() ? text : text + "\n";
}

std::string port_table(const HostReport& host, const scan::ServiceNames& services,
                       const ScanTextOptions& options) {
  std::vector<Table::Column> columns{{"PORT"}, {"STATE"}, {"SERVICE"}};
  if (options.reasons) columns.push_back({"REASON"});
  Table table(columns);
  for (const scan::PortResult& port : host.ports) {
    const std::string_view service = services.name(port.transport, port.port);
    std::vector<std::string> cells{fmt::format("{}/{}", port.port, to_string(port.transport)),
                                   std::string(to_string(port.state)),
                                   service.empty() ? "unknown" : core::printable(service)};
    if (options.reasons) cells.push_back(core::printable(port.reason));
    table.add_row(std::move(cells));
  }
  return table.to_string(options.width);
}

std::string host_text(const HostReport& host, const scan::ServiceNames& services,
                      const ScanTextOptions& options) {
  std::string text = fmt::format("Portreeve scan report for {}\n", title(host));
  const std::string latency = host.latency ? fmt::format(" ({}s latency)", decimals(*host.latency)) : "";
  text += fmt::format("Host is up{}.\n", latency);
  std::size_t folded = 0;
  for (const PortGroup& group : host.not_listed)
    folded += group.size();
  if (host.ports.empty() && folded != 0) {
    text += fmt::format("{} scanned on {} in ignored states.\n",
                        folded == 1 ? "The only port" : fmt::format("All {} ports", folded), title(host));
  }
  text += not_shown(host);
  if (!host.ports.empty()) text += port_table(host, services, options);
  if (!host.incomplete.empty()) {
    text += fmt::format("Not every port was scanned: {}\n", core::printable(host.incomplete));
  }
  return text + "\n";
}

}  // namespace

std::string scan_text(const scan::ScanReport& report, const scan::ServiceNames& services,
                      const ScanTextOptions& options) {
  std::string text = fmt::format("Starting {} at {}\n", core::printable(report.scanner), utc(report.started));
  if (!options.ports_origin.empty())
    text += fmt::format("Ports: {}\n", core::printable(options.ports_origin));
  for (const HostReport& host : report.hosts) {
    if (host.is_up) text += host_text(host, services, options);
  }
  const auto up = static_cast<std::size_t>(std::ranges::count(report.hosts, true, &HostReport::is_up));
  if (up == 0) text += "Note: no host answered. With -Pn they are scanned as if they were up.\n";
  text += fmt::format("Portreeve done: {} ({} up) scanned in {:.2f} seconds\n",
                      plural(report.hosts.size(), "IP address", "IP addresses"), plural(up, "host", "hosts"),
                      report.elapsed.count());
  return text;
}

}  // namespace portreeve::report
