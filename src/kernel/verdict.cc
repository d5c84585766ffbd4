#include "kernel/verdict.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kernel/references.h"

namespace portreeve::kernel {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::string_view kDefault = "default";

std::vector<Write> writes_to_mend(const Settings& settings, const Setting& setting,
                                  const std::vector<std::string>& scopes) {
  std::vector<Write> writes;
  if (setting.read_only) return writes;
  const auto mend = [&](std::string_view scope) {
    const auto value = settings.own(setting, scope);
    if (value && !is_recommended(setting, *value))
      writes.push_back({&setting, std::string(scope), setting.recommended});
  };
  if (all_matters(setting)) mend(kAll);
  if (all_suffices(setting)) return writes;
  for (const std::string& scope : scopes) {
    if (scope != kAll) mend(scope);
  }
  return writes;
}

std::string number_or_unknown(std::optional<std::int64_t> value) {
  return value ? fmt::format("{}", *value) : "unknown";
}

}  // namespace

std::string_view to_string(LiteralCheck check) {
  switch (check) {
    case LiteralCheck::kNone:
      return "none";
    case LiteralCheck::kPasses:
      return "passes";
    case LiteralCheck::kFails:
      return "fails";
    case LiteralCheck::kUnknown:
      return "unknown";
  }
  return "unknown";
}

LiteralCheck literal_check(const Settings& settings, const Setting& setting) {
  const LiteralScopes reads = literal_scopes(setting);
  std::vector<std::string_view> scopes;
  if (reads.all) scopes.push_back(setting.combination == Combination::kHost ? kHostScope : kAll);
  if (reads.in_default) scopes.push_back(kDefault);
  if (scopes.empty()) return LiteralCheck::kNone;
  bool is_known = true;
  for (const std::string_view scope : scopes) {
    const auto value = settings.own(setting, scope);
    if (value && *value != setting.recommended) return LiteralCheck::kFails;
    is_known = is_known && value.has_value();
  }
  return is_known ? LiteralCheck::kPasses : LiteralCheck::kUnknown;
}

Verdict judge(const Settings& settings, const Setting& setting) {
  Verdict verdict;
  verdict.setting = &setting;
  verdict.literal = literal_check(settings, setting);
  for (const std::string& scope : settings.scopes(setting)) {
    if (!is_judged(setting, scope)) continue;
    const auto is_right = settings.as_recommended(setting, scope);
    if (!is_right) verdict.unknown.push_back(scope);
    if (is_right == false) verdict.wrong.push_back(scope);
  }
  if (!verdict.wrong.empty()) verdict.remedy = writes_to_mend(settings, setting, verdict.wrong);
  return verdict;
}

std::string describe_values(const Settings& settings, const Setting& setting,
                            const std::vector<std::string>& scopes) {
  const std::string all = number_or_unknown(settings.own(setting, kAll));
  std::map<std::string, std::vector<std::string>> scopes_by_values;
  for (const std::string& scope : scopes) {
    const std::string in_force = number_or_unknown(settings.effective(setting, scope));
    const std::string own = number_or_unknown(settings.own(setting, scope));
    scopes_by_values[scope == kAll || scope == kHostScope
                         ? fmt::format("in force {}", in_force)
                         : fmt::format("in force {} (own {}, all {})", in_force, own, all)]
        .push_back(scope);
  }
  std::vector<std::string> groups;
  for (const auto& [values, group] : scopes_by_values) {
    groups.push_back(scopes_by_values.size() == 1 ? values
                                                  : fmt::format("{} on {}", values, fmt::join(group, ", ")));
  }
  return fmt::format("{}; recommended {}", fmt::join(groups, ", "), setting.recommended);
}

std::string describe_literal(const Verdict& verdict) {
  const bool is_wrong = !verdict.wrong.empty();
  const bool passes = verdict.literal == LiteralCheck::kPasses;
  const bool agrees = is_wrong ? !passes : verdict.literal != LiteralCheck::kFails;
  if (agrees) return {};
  const LiteralScopes reads = literal_scopes(*verdict.setting);
  const std::string_view files = reads.all && reads.in_default ? "all and default" : "all";
  std::vector<Reference> books = find_references(*verdict.setting);
  std::erase_if(books, [](const Reference& reference) {
    return !reference.source.starts_with("CIS") && !reference.source.ends_with("STIG") &&
           reference.source.find("STIG ") == std::string_view::npos;
  });
  return fmt::format("a check that reads {} alone {} ({})", files, is_wrong ? "passes" : "fails",
                     to_string(books));
}

}  // namespace portreeve::kernel
