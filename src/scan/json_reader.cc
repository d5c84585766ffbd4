#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/json_object.h"
#include "scan/ports.h"
#include "scan/report_reader.h"

namespace portreeve::scan {
namespace {

using Object = core::JsonObject;

constexpr int kSchemaVersion = 1;
// No scan takes a century; a number beyond is not one that the program wrote.
constexpr double kLongestSeconds = 100.0 * 366 * 24 * 3600;

core::Seconds read_seconds(const Object& object, const char* member) {
  const double number = object.number(member);
  if (!(number >= 0 && number <= kLongestSeconds)) object.fail(member, "is not a time span");
  return core::Seconds(number);
}

HostReport read_host(const Object& object) {
  HostReport host;
  host.address = object.parsed("address", core::Address::parse);
  host.name = object.optional_text("name");
  const std::string state = object.text("state");
  if (state != "up" && state != "down") object.fail("state", "is neither \"up\" nor \"down\"");
  host.is_up = state == "up";
  if (!object.is_null("latency_seconds")) host.latency = read_seconds(object, "latency_seconds");
  host.incomplete = object.optional_text("incomplete");
  for (const Object& port : object.objects("ports")) {
    host.ports.push_back({port.parsed("protocol", core::parse_transport),
                          static_cast<std::uint16_t>(port.integer("port", 0, UINT16_MAX)),
                          port.parsed("state", parse_port_state), port.text("reason")});
  }
  for (const Object& group : object.objects("not_listed")) {
    host.not_listed.push_back({group.parsed("protocol", core::parse_transport),
                               group.parsed("state", parse_port_state), group.text("reason"),
                               group.parsed("ports", PortSet::parse).ranges()});
  }
  if (const auto problem = sort_lists(host)) object.fail("ports", "are wrong: " + *problem);
  return host;
}

}  // namespace

core::Result<ScanReport> read_json_report(std::string_view file, std::string_view text) {
  const core::Result<core::Json> json = core::parse_json(file, text);
  if (!json) return core::failure(json.error());
  try {
    const Object document(file, *json);
    (void)document.integer("schema_version", kSchemaVersion, kSchemaVersion);
    ScanReport report;
    report.scanner = document.text("scanner");
    report.arguments = document.text("arguments");
    report.started = document.integer("started", INT64_MIN, INT64_MAX);
    report.elapsed = read_seconds(document, "elapsed_seconds");
    for (const Object& host : document.objects("hosts"))
      report.hosts.push_back(read_host(host));
    return report;
  } catch (const core::MalformedJson& malformed_json) {
    core::Error error = malformed_json.error();
    error.attempted = "read the scan report";
    return core::failure(std::move(error));
  }
}

}  // namespace portreeve::scan
