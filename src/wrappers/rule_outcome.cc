#include "wrappers/rule_outcome.h"

#include <fmt/format.h>

namespace portreeve::wrappers {

std::optional<std::string> value_fault_of(OptionKind kind, std::string_view value) {
  switch (kind) {
    case OptionKind::kLinger:
      if (const auto seconds = parse_decimal_value(value); !seconds || *seconds < 0)
        return fmt::format("bad linger value: \"{}\"", value);
      break;
    case OptionKind::kNice:
      if (!value.empty() && !parse_decimal_value(value)) return fmt::format("bad nice value: \"{}\"", value);
      break;
    case OptionKind::kRfc931:
      if (value.empty()) break;
      if (const auto seconds = parse_decimal_value(value); !seconds || *seconds <= 0)
        return fmt::format("bad rfc931 timeout: \"{}\"", value);
      break;
    case OptionKind::kSeverity:
      if (const Severity severity = parse_severity(value); !severity.priority)
        return fmt::format("bad syslog facility or severity: \"{}\"", severity.unknown_word);
      break;
    case OptionKind::kUmask:
      if (const auto mask = parse_octal_value(value); !mask || (*mask & 0777U) != *mask)
        return fmt::format("bad umask value: \"{}\"", value);
      break;
    case OptionKind::kSetenv:
      if (const std::string name = parse_assignment(value).name;
          name.empty() || name.find('=') != std::string::npos)
        return "memory allocation failure";
      break;
    default:
      break;
  }
  return std::nullopt;
}

StaticOutcome outcome_of(const Rule& rule) {
  if (!rule.has_options) return StaticOutcome::kPasses;
  const OptionList list = parse_options(rule.options);
  bool depends = false;
  for (std::size_t i = 0; i < list.options.size(); ++i) {
    const Option& option = list.options[i];
    if (fault_of(list.options, i) || !option.kind) return StaticOutcome::kFails;
    if (option.kind == OptionKind::kAllow) return StaticOutcome::kAllows;
    if (option.kind == OptionKind::kDeny) return StaticOutcome::kDenies;
    if (option.kind == OptionKind::kTwist) return StaticOutcome::kTwists;
    if (option.kind == OptionKind::kAclexec) depends = true;
    // An expansion may make a good value of a bad one, but not of those that are not expanded.
    if (value_fault_of(*option.kind, option.value)) return StaticOutcome::kFails;
  }
  return depends ? StaticOutcome::kDepends : StaticOutcome::kPasses;
}

}  // namespace portreeve::wrappers
