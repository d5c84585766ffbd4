#include "report/audit_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.h"
#include "report/unseen.h"
#include "report/wrap.h"

namespace portreeve::report {
namespace {

using audit::Finding;
using audit::Severity;

constexpr std::size_t kIndent = 10;
// A line of prose longer than this is hard to read, however wide the terminal.
constexpr std::size_t kWidestProse = 110;

constexpr std::array kWorstFirst{Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow,
                                 Severity::kInfo};

/// The escape sequence (ECMA-48, SGR) that paints a severity.
std::string_view paint(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "\x1b[1;31m";
    case Severity::kHigh:
      return "\x1b[31m";
    case Severity::kMedium:
      return "\x1b[33m";
    case Severity::kLow:
      return "\x1b[36m";
    case Severity::kInfo:
      return "\x1b[2m";
  }
  return "";
}

std::string count_of(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string summary(const AuditReport& report) {
  std::vector<std::string> counts;
  for (const Severity severity : kWorstFirst) {
    const auto count = std::ranges::count(report.judgement.findings, severity, &Finding::severity);
    if (count != 0) counts.push_back(fmt::format("{} {}", count, to_string(severity)));
  }
  const std::string name = core::printable(report.host_name.empty() ? report.source : report.host_name);
  std::string text =
      fmt::format("{}: {}", name, count_of(report.judgement.findings.size(), "finding", "findings"));
  if (!counts.empty()) text += fmt::format(" ({})", fmt::join(counts, ", "));
  if (!report.judgement.unseen.empty()) {
    text += "; " + count_of(report.judgement.unseen.size(), "thing was", "things were") + " not seen";
  }
  return text + "\n";
}

std::string heading(const Finding& finding, bool color) {
  std::string severity(to_string(finding.severity));
  severity.resize(kIndent, ' ');
  if (color) severity = fmt::format("{}{}\x1b[0m", paint(finding.severity), severity);
  return fmt::format("{}{}\n", severity, finding.title);
}

std::string finding_text(const Finding& finding, std::size_t width, bool color) {
  std::vector<std::string> subjects;
  for (const std::string& subject : finding.subjects)
    subjects.push_back(core::printable(subject));
  std::string text = heading(finding, color);
  text += wrap("  where", fmt::format("{}", fmt::join(subjects, ", ")), kIndent, width);
  text += wrap("  seen", core::printable(finding.seen), kIndent, width);
  text += wrap("  why", finding.why, kIndent, width);
  std::string_view label = "  remedy  ";
  for (const std::string& command : finding.remedy) {
    text += fmt::format("{}{}\n", label, core::printable(command));
    label = "          ";
  }
  text += wrap("  check", fmt::format("{}, section {} of the guide", finding.id, finding.section), kIndent,
               width);
  return text;
}

// The commands of a finding change the running kernel alone.
std::string persistence_note(const std::vector<Finding>& findings, std::size_t width) {
  constexpr std::string_view kSet = "sysctl -w ";
  const bool sets_kernel = std::ranges::any_of(findings, [&](const Finding& finding) {
    return std::ranges::any_of(finding.remedy,
                               [&](const std::string& command) { return command.starts_with(kSet); });
  });
  if (!sets_kernel) return {};
  return "\n" + wrap("",
                     "What `sysctl -w` sets is gone after a reboot. To keep it, write the same KEY=VALUE, "
                     "one a line and in the same order, to /etc/sysctl.d/99-portreeve.conf.",
                     0, width);
}

}  // namespace

std::string audit_text(const AuditReport& report, std::size_t width, bool color) {
  const std::size_t prose_width = std::min(width, kWidestProse);
  std::string text = summary(report);
  for (const Finding& finding : report.judgement.findings)
    text += "\n" + finding_text(finding, prose_width, color);
  text += persistence_note(report.judgement.findings, prose_width);
  if (!report.judgement.unseen.empty()) {
    text += "\nNot seen, so not judged:\n";
    for (const core::Unseen& unseen : report.judgement.unseen) {
      text += wrap("  -", unseen_line(unseen), 4, prose_width);
    }
  }
  return text;
}

}  // namespace portreeve::report
