#include "report/rpfilter_json.h"

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Family;
using core::Json;
using firewall::Firewall;
using kernel::Settings;

constexpr int kSchemaVersion = 1;

Json interfaces_json(const Settings& settings) {
  const kernel::Setting& rp_filter = *kernel::find_setting(Family::kIpv4, "rp_filter");
  Json interfaces = Json::array();
  for (const std::string& scope : settings.scopes(Family::kIpv4)) {
    if (scope == "all") continue;
    const auto in_force = settings.effective(rp_filter, scope);
    interfaces.push_back({{"scope", scope},
                          {"own", or_null(settings.own(rp_filter, scope))},
                          {"all", or_null(settings.own(rp_filter, "all"))},
                          {"effective", or_null(in_force)},
                          {"mode", in_force ? Json(kernel::reverse_path_mode(*in_force)) : Json()}});
  }
  return interfaces;
}

std::string_view mechanism_name(firewall::Mechanism mechanism) {
  switch (mechanism) {
    case firewall::Mechanism::kNftablesFib:
      return "nftables_fib";
    case firewall::Mechanism::kIptablesRpfilter:
      return "iptables_rpfilter";
    case firewall::Mechanism::kFirewalld:
      return "firewalld";
  }
  return "unknown";
}

// That no rule was seen means that there is none only if all were to be seen.
Json has_rules_json(const core::Observed<Firewall>& firewall) {
  if (firewall.value.has_rules) return true;
  return firewall.unseen.empty() ? Json(false) : Json();
}

Json firewall_json(const core::Observed<Firewall>& firewall) {
  Json validations = Json::array();
  for (const firewall::SourceValidation& validation : firewall.value.source_validations) {
    validations.push_back({{"family", family_name(validation.family)},
                           {"mechanism", mechanism_name(validation.mechanism)},
                           {"strict", or_null(validation.is_strict)},
                           {"where", validation.where}});
  }
  return {{"has_rules", has_rules_json(firewall)}, {"source_validations", std::move(validations)}};
}

}  // namespace

Json rpfilter_json(const core::Observed<Settings>& settings, const core::Observed<Firewall>& firewall) {
  std::vector<core::Unseen> unseen = settings.unseen;
  unseen.insert(unseen.end(), firewall.unseen.begin(), firewall.unseen.end());
  return {{"schema_version", kSchemaVersion},
          {"rp_filter", interfaces_json(settings.value)},
          {"firewall", firewall_json(firewall)},
          {"unseen", unseen_json(unseen)}};
}

}  // namespace portreeve::report
