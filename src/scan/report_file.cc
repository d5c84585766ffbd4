#include "scan/report_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "scan/report_reader.h"

namespace portreeve::scan {

MalformedReport malformed(std::string_view file, std::size_t line, std::string_view reason,
                          std::string_view advice) {
  core::Error error;
  error.attempted = "read the scan report";
  error.reason = reason;
  error.advice = advice;
  error.location = {std::string(file), line};
  return {std::move(error)};
}

std::optional<std::string> sort_lists(HostReport& host) {
  const auto port_key = [](const PortResult& result) { return std::pair(result.transport, result.port); };
  std::ranges::sort(host.ports, {}, port_key);
  std::erase_if(host.not_listed, [](const PortGroup& group) { return group.ports.empty(); });
  std::ranges::stable_sort(host.not_listed, {}, [](const PortGroup& group) {
    return std::pair(group.transport, group.ports.front());
  });
  const auto twice = std::ranges::adjacent_find(host.ports, {}, port_key);
  if (twice == host.ports.end()) return std::nullopt;
  return fmt::format("{}/{} is listed twice", twice->port, to_string(twice->transport));
}

core::Result<ScanReport> read_report(std::string_view file, std::string_view text) {
  const std::string_view content = core::trim(text);
  if (content.starts_with('<')) return read_nmap_report(file, text);
  if (content.starts_with('{')) return read_json_report(file, text);
  return core::failure(malformed(file, 0, content.empty() ? "it is empty" : "it is neither JSON nor XML",
                                 "`portreeve scan --json` and `nmap -oX` write what is read here")
                           .error);
}

}  // namespace portreeve::scan
