#include "report/kernel_json.h"

#include <map>

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Family;
using core::Json;
using kernel::Setting;
using kernel::Settings;

constexpr int kSchemaVersion = 1;

Json scope_json(const Settings& settings, const Setting& setting, const std::string& scope) {
  return {{"scope", scope},
          {"key", sysctl_key(setting, scope)},
          {"own", or_null(settings.own(setting, scope))},
          {"effective", or_null(settings.effective(setting, scope))},
          {"read", or_null(settings.is_read(setting, scope))},
          {"as_recommended", or_null(settings.as_recommended(setting, scope))}};
}

Json setting_json(const Settings& settings, const Setting& setting, const std::vector<std::string>& scopes) {
  Json values = Json::array();
  for (const std::string& scope : scopes)
    values.push_back(scope_json(settings, setting, scope));
  return {{"family", family_name(setting.family)},
          {"name", setting.name},
          {"combination", to_string(setting.combination)},
          {"recommended", setting.is_auxiliary ? Json() : Json(setting.recommended)},
          {"read_only", setting.read_only},
          {"purpose", setting.purpose},
          {"section", or_null(setting.section)},
          {"scopes", std::move(values)}};
}

}  // namespace

Json kernel_json(const core::Observed<Settings>& observed) {
  const Settings& settings = observed.value;
  const std::map<Family, std::vector<std::string>> scopes{{Family::kIpv4, settings.scopes(Family::kIpv4)},
                                                          {Family::kIpv6, settings.scopes(Family::kIpv6)}};
  Json catalogue = Json::array();
  for (const Setting& setting : kernel::catalogue())
    catalogue.push_back(setting_json(settings, setting, scopes.at(setting.family)));
  return {{"schema_version", kSchemaVersion},
          {"ip_forward", or_null(settings.ip_forward())},
          {"settings", std::move(catalogue)},
          {"unseen", unseen_json(observed.unseen)}};
}

}  // namespace portreeve::report
