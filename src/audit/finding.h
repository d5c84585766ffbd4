#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portreeve::audit {

/// How much a finding matters. Ordered: a later one is worse.
enum class Severity : unsigned char {
  kInfo,      ///< worth knowing; nothing has to change
  kLow,       ///< widens what an attacker can reach or learn
  kMedium,    ///< takes away a defence that an attack would have to get past
  kHigh,      ///< usable by an attacker who can reach the host
  kCritical,  ///< access without credentials
};

/// "info", "low", "medium", "high", "critical".
[[nodiscard]] std::string_view to_string(Severity severity);

/// Parses one of the names above.
[[nodiscard]] core::Result<Severity> parse_severity(std::string_view text);

/// One thing that is wrong with the host, with everything that a reader needs to understand and mend it.
struct Finding {
  std::string id;  ///< the check's stable name: "kernel.ipv4.accept_redirects"
  Severity severity = Severity::kInfo;
  std::string title;                  ///< what is wrong, in a few words
  std::vector<std::string> subjects;  ///< where: interfaces, endpoints
  std::string seen;                   ///< the observation that says so
  std::string why;                    ///< what an attacker or a mistake makes of it
  std::vector<std::string> remedy;    ///< the exact commands, one a line, in the order to run them
  std::string section;                ///< of the guide's chapter "Securing Network Access": "4.4.3"
};

}  // namespace portreeve::audit
