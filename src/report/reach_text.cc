#include <fmt/format.h>

#include "core/text.h"
#include "report/reach.h"

namespace portreeve::report {
namespace {

using core::printable;
using wrappers::AddressSet;

void add_prefixes(const AddressSet& ipv4, const AddressSet& ipv6, std::string& text) {
  for (const AddressSet* const set : {&ipv4, &ipv6}) {
    for (const core::Prefix& prefix : set->prefixes())
      text += fmt::format("  {}\n", prefix.to_string());
  }
}

}  // namespace

std::string reach_text(std::string_view daemon, const wrappers::Reach& reach) {
  std::string text = fmt::format("Who may connect to {}, by the rules:\n", printable(daemon));
  if (reach.ipv4_allowed.empty() && reach.ipv6_allowed.empty()) {
    text += "  nobody by address alone\n";
  } else {
    add_prefixes(reach.ipv4_allowed, reach.ipv6_allowed, text);
  }
  if (!reach.ipv4_depends.empty() || !reach.ipv6_depends.empty()) {
    text += "\nFor these it depends on more than the address:\n";
    add_prefixes(reach.ipv4_depends, reach.ipv6_depends, text);
    text += "\nIt depends on:\n";
    for (const wrappers::Condition& condition : reach.conditions) {
      text += fmt::format("  {}: {}, line {}: {}\n", condition.reason, condition.file, condition.line,
                          printable(condition.text));
    }
  }
  for (const std::string& message : reach.messages)
    text += fmt::format("\n{}\n", printable(message));
  return text;
}

}  // namespace portreeve::report
