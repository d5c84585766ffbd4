#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "property.h"
#include "report/scan_json.h"
#include "scan/report_file.h"

using portreeve::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto report = portreeve::scan::read_report("fuzzed", portreeve::fuzz::as_text(data, size));
  if (!report) {
    require(report.error().location.has_value(), "an error names the file");
    return 0;
  }
  for (const auto& host : report->hosts) {
    for (const auto& port : host.ports) {
      require(host.state_of(port.transport, port.port) == port.state, "a listed port has its state");
    }
  }
  // JSON carries no text that is not UTF-8, so what XML brought may come back with other characters.
  const auto text = portreeve::core::to_text(portreeve::report::scan_json(*report, {}));
  const auto again = portreeve::scan::read_report("again", text);
  require(again.has_value(), "what was read can be written and read again");
  require(again->hosts.size() == report->hosts.size(), "it has the same hosts");
  return 0;
}
