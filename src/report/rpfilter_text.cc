#include "report/rpfilter_text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/table.h"
#include "core/text.h"
#include "report/number.h"

namespace portreeve::report {
namespace {

using core::Family;
using firewall::Firewall;
using firewall::SourceValidation;
using kernel::Setting;
using kernel::Settings;

std::string kernel_lines(const Settings& settings) {
  const Setting& rp_filter = *kernel::find_setting(Family::kIpv4, "rp_filter");
  core::Table table({{""}, {"INTERFACE"}, {"OWN"}, {"ALL"}, {"IN FORCE"}});
  for (const std::string& scope : settings.scopes(Family::kIpv4)) {
    if (scope == "all") continue;
    const auto in_force = settings.effective(rp_filter, scope);
    table.add_row({"", core::printable(scope), number_or_unknown(settings.own(rp_filter, scope)),
                   number_or_unknown(settings.own(rp_filter, "all")),
                   in_force ? fmt::format("{} {}", *in_force, kernel::reverse_path_mode(*in_force)) : "?"});
  }
  return table.empty() ? "  kernel: no settings were seen\n" : table.to_string();
}

std::string_view mode(const SourceValidation& validation) {
  if (!validation.is_strict) return "strict or loose";
  return *validation.is_strict ? "strict" : "loose";
}

std::string_view without_validation(const core::Observed<Firewall>& firewall) {
  if (!firewall.unseen.empty()) return "not known, as not all of its rules were seen";
  return firewall.value.has_rules ? "none of its rules validates sources" : "it has no rules";
}

std::string firewall_lines(const core::Observed<Firewall>& firewall, Family family) {
  std::string text;
  for (const SourceValidation& validation : firewall.value.source_validations) {
    if (validation.family != family) continue;
    text += fmt::format("  firewall: {}, {} in {}\n", mode(validation), to_string(validation.mechanism),
                        core::printable(validation.where));
  }
  return text.empty() ? fmt::format("  firewall: {}\n", without_validation(firewall)) : text;
}

}  // namespace

std::string rpfilter_text(const Settings& settings, const core::Observed<Firewall>& firewall) {
  return "IPv4\n" + kernel_lines(settings) + firewall_lines(firewall, Family::kIpv4) +
         "\nIPv6\n  kernel: it has no rp_filter for IPv6\n" + firewall_lines(firewall, Family::kIpv6);
}

}  // namespace portreeve::report
