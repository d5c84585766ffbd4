#include "wrappers/rule_outcome.h"

namespace portreeve::wrappers {

std::optional<std::string> static_fault_of(OptionKind kind, std::string_view value) {
  if (kind != OptionKind::kSetenv) return value_fault_of(kind, value);
  const std::string name = parse_assignment(value).name;
  if (name.empty() || name.find('=') != std::string::npos) return "memory allocation failure";
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
    if (static_fault_of(*option.kind, option.value)) return StaticOutcome::kFails;
  }
  return depends ? StaticOutcome::kDepends : StaticOutcome::kPasses;
}

}  // namespace portreeve::wrappers
