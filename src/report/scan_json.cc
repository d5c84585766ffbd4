#include "report/scan_json.h"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "scan/ports.h"

namespace portreeve::report {
namespace {

using core::Json;

constexpr int kSchemaVersion = 1;

Json port_json(const scan::PortResult& port, const scan::ServiceNames& services) {
  return {{"protocol", to_string(port.transport)},
          {"port", port.port},
          {"state", to_string(port.state)},
          {"reason", port.reason},
          {"service", or_null(services.name(port.transport, port.port))}};
}

Json group_json(const scan::PortGroup& group) {
  return {{"protocol", to_string(group.transport)},
          {"state", to_string(group.state)},
          {"reason", group.reason},
          {"ports", scan::PortSet(group.ports).to_string()}};
}

Json host_json(const scan::HostReport& host, const scan::ServiceNames& services) {
  Json ports = Json::array();
  for (const scan::PortResult& port : host.ports)
    ports.push_back(port_json(port, services));
  Json not_listed = Json::array();
  for (const scan::PortGroup& group : host.not_listed)
    not_listed.push_back(group_json(group));
  return {{"address", host.address.to_string()},
          {"name", or_null(host.name)},
          {"state", host.is_up ? "up" : "down"},
          {"latency_seconds", host.latency ? Json(host.latency->count()) : Json()},
          {"ports", std::move(ports)},
          {"not_listed", std::move(not_listed)},
          {"incomplete", or_null(host.incomplete)}};
}

}  // namespace

core::Json scan_json(const scan::ScanReport& report, const scan::ServiceNames& services) {
  Json hosts = Json::array();
  for (const scan::HostReport& host : report.hosts)
    hosts.push_back(host_json(host, services));
  return {{"schema_version", kSchemaVersion},
          {"scanner", report.scanner},
          {"arguments", report.arguments},
          {"started", report.started},
          {"elapsed_seconds", report.elapsed.count()},
          {"hosts", std::move(hosts)}};
}

}  // namespace portreeve::report
