#pragma once

#include <string_view>

#include "core/result.h"
#include "scan/report.h"

namespace portreeve::scan {

/// Reads back what `portreeve scan --json` or `nmap -oX` wrote; the first character that is no blank tells
/// which of the two `text` is. Errors name `file` and the line; a wrong
/// value in well-formed JSON is named by its path instead, as in "hosts[2].ports[0].port". A scan that was
/// interrupted, so that its file ends early, is an error as well: what it does not say must not pass for "not
/// there".
///
/// The file may come from anybody: entities and document type declarations of XML are not followed, and every
/// number, address and state is checked.
[[nodiscard]] core::Result<ScanReport> read_report(std::string_view file, std::string_view text);

}  // namespace portreeve::scan
