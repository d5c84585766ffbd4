#include <nlohmann/json.hpp>

#include "kernel/references.h"
#include "report/json_values.h"
#include "report/kernel_check.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;
using kernel::Setting;
using kernel::Settings;
using kernel::Verdict;

constexpr int kSchemaVersion = 1;

Json references_json(const Setting& setting) {
  Json references = Json::array();
  for (const kernel::Reference& reference : kernel::find_references(setting)) {
    references.push_back({{"source", reference.source},
                          {"all", or_null(reference.in_all)},
                          {"default", or_null(reference.in_default)}});
  }
  return references;
}

Json wrong_json(const Settings& settings, const Verdict& verdict) {
  const Setting& setting = *verdict.setting;
  Json wrong = Json::array();
  for (const std::string& scope : verdict.wrong) {
    wrong.push_back({{"scope", or_null(std::string_view(scope))},
                     {"key", sysctl_key(setting, scope)},
                     {"own", or_null(settings.own(setting, scope))},
                     {"effective", or_null(settings.effective(setting, scope))}});
  }
  return wrong;
}

Json remedy_json(const Verdict& verdict) {
  Json writes = Json::array();
  for (const kernel::Write& write : verdict.remedy)
    writes.push_back({{"key", sysctl_key(*write.setting, write.scope)}, {"value", write.value}});
  return writes;
}

Json unknown_json(const Verdict& verdict) {
  Json scopes = Json::array();
  for (const std::string& scope : verdict.unknown)
    scopes.push_back(or_null(std::string_view(scope)));
  return scopes;
}

Json verdict_json(const Settings& settings, const Verdict& verdict) {
  const Setting& setting = *verdict.setting;
  return {{"family", family_name(setting.family)},
          {"name", setting.name},
          {"level", to_string(setting.level)},
          {"recommended", setting.recommended},
          {"combination", to_string(setting.combination)},
          {"wrong", wrong_json(settings, verdict)},
          {"unknown", unknown_json(verdict)},
          {"literal_check", to_string(verdict.literal)},
          {"references", references_json(setting)},
          {"remedy", remedy_json(verdict)}};
}

Json catalogue_row_json(const Setting& setting) {
  return {{"family", family_name(setting.family)},
          {"name", setting.name},
          {"combination", to_string(setting.combination)},
          {"combination_text", describe(setting.combination)},
          {"level", to_string(setting.level)},
          {"recommended", setting.level == kernel::Level::kShown ? Json() : Json(setting.recommended)},
          {"kernel_default",
           {{"all", setting.kernel_default.in_all}, {"default", setting.kernel_default.in_default}}},
          {"unit", setting.unit},
          {"minimum", setting.range.minimum},
          {"maximum", setting.range.maximum},
          {"meaning", setting.meaning},
          {"purpose", setting.purpose},
          {"disturbs", or_null(setting.disturbs)},
          {"read_only", setting.read_only},
          {"availability", or_null(setting.availability)},
          {"section", or_null(setting.section)},
          {"references", references_json(setting)}};
}

}  // namespace

Json kernel_check_json(const core::Observed<Settings>& observed, const KernelCheck& check) {
  Json verdicts = Json::array();
  for (const Verdict& verdict : check.verdicts)
    verdicts.push_back(verdict_json(observed.value, verdict));
  return {{"schema_version", kSchemaVersion},
          {"level", to_string(check.level)},
          {"settings", std::move(verdicts)},
          {"unseen", unseen_json(observed.unseen)}};
}

Json catalogue_json(const std::vector<const Setting*>& settings) {
  Json rows = Json::array();
  for (const Setting* const setting : settings)
    rows.push_back(catalogue_row_json(*setting));
  return {{"schema_version", kSchemaVersion}, {"settings", std::move(rows)}};
}

}  // namespace portreeve::report
