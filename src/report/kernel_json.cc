#include "report/kernel_json.h"

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
  return {{"scope", or_null(std::string_view(scope))},
          {"key", sysctl_key(setting, scope)},
          {"own", or_null(settings.own(setting, scope))},
          {"effective", or_null(settings.effective(setting, scope))},
          {"read", or_null(settings.is_read(setting, scope))},
          {"as_recommended", or_null(settings.as_recommended(setting, scope))}};
}

Json setting_json(const Settings& settings, const Setting& setting) {
  Json values = Json::array();
  for (const std::string& scope : settings.scopes(setting))
    values.push_back(scope_json(settings, setting, scope));
  return {{"family", family_name(setting.family)},
          {"name", setting.name},
          {"combination", to_string(setting.combination)},
          {"level", to_string(setting.level)},
          {"recommended", setting.level == kernel::Level::kShown ? Json() : Json(setting.recommended)},
          {"read_only", setting.read_only},
          {"purpose", setting.purpose},
          {"section", or_null(setting.section)},
          {"scopes", std::move(values)}};
}

}  // namespace

Json kernel_json(const core::Observed<Settings>& observed, const std::vector<const Setting*>& chosen) {
  const Settings& settings = observed.value;
  Json shown = Json::array();
  for (const Setting* const setting : chosen) {
    if (settings.has(*setting)) shown.push_back(setting_json(settings, *setting));
  }
  return {{"schema_version", kSchemaVersion},
          {"ip_forward", or_null(settings.ip_forward())},
          {"settings", std::move(shown)},
          {"unseen", unseen_json(observed.unseen)}};
}

}  // namespace portreeve::report
