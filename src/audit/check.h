#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.h"
#include "audit/observations.h"
#include "core/result.h"

namespace portreeve::audit {

/// What a check found in one place: the parts of a Finding that differ from place to place.
struct Evidence {
  std::vector<std::string> subjects;
  std::string seen;
  std::vector<std::string> remedy;
  std::optional<Severity> severity;  ///< when this place is less or more serious than the check usually is
};

/// Looks for what is wrong. An error means that the observations don't tell, so nobody knows; it is reported
/// as not seen, never as fine. An empty list means that all is well.
using Look = std::function<core::Result<std::vector<Evidence>>(const Observations&)>;

/// One question that the audit asks. A new check is one row in one of the tables (kernel_checks.cc,
/// listener_checks.cc, socket_checks.cc, wrapper_checks.cc, outside_checks.cc), with a `look` made by a
/// function that other rows share.
struct Check {
  std::string_view id;  ///< stable for ever: baselines and exceptions name it
  Severity severity;
  std::string_view title;
  std::string_view why;
  std::string_view section;
  Look look;
};

/// Each kernel setting that the chapter names, against its recommended value, and source validation.
[[nodiscard]] std::vector<Check> kernel_checks();

/// Listening sockets: what is reachable from everywhere, what speaks cleartext.
[[nodiscard]] std::vector<Check> listener_checks();

/// Who holds sockets that a list of ports does not show, or that are not what they seem.
[[nodiscard]] std::vector<Check> socket_checks();

/// The rule files of TCP Wrappers and what they rest on.
[[nodiscard]] std::vector<Check> wrapper_checks();

/// The view from outside against the sockets inside.
[[nodiscard]] std::vector<Check> outside_checks();

}  // namespace portreeve::audit
