#include "audit/finding.h"

#include <array>

namespace portreeve::audit {
namespace {

constexpr std::array kSeverities{Severity::kInfo, Severity::kLow, Severity::kMedium, Severity::kHigh,
                                 Severity::kCritical};

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kLow:
      return "low";
    case Severity::kMedium:
      return "medium";
    case Severity::kHigh:
      return "high";
    case Severity::kCritical:
      return "critical";
  }
  return "unknown";
}

core::Result<Severity> parse_severity(std::string_view text) {
  for (const Severity severity : kSeverities) {
    if (to_string(severity) == text) return severity;
  }
  return core::failure(
      core::parse_error("the severity", text, "not one of info, low, medium, high, critical"));
}

}  // namespace portreeve::audit
