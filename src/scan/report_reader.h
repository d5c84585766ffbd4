#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "scan/report.h"

// What the readers of report_file.h share; nothing outside of this directory needs it.

namespace portreeve::scan {

/// Thrown inside of a reader, which returns the error: a report is a deep structure, and any part may be
/// wrong.
struct MalformedReport {
  core::Error error;
};

/// The failure of reading `file`; line 0 means the file as a whole.
[[nodiscard]] MalformedReport malformed(std::string_view file, std::size_t line, std::string_view reason,
                                        std::string_view advice = {});

/// Sorts the lists of a host as HostReport promises. Returns what is wrong with them, or nothing: a port must
/// not be listed twice.
[[nodiscard]] std::optional<std::string> sort_lists(HostReport& host);

/// Reads what `portreeve scan --json` wrote.
[[nodiscard]] core::Result<ScanReport> read_json_report(std::string_view file, std::string_view text);

/// Reads what `nmap -oX` wrote (nmap.dtd of version 7.93).
[[nodiscard]] core::Result<ScanReport> read_nmap_report(std::string_view file, std::string_view text);

}  // namespace portreeve::scan
