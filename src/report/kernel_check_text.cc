#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "audit/shell.h"
#include "core/text.h"
#include "kernel/references.h"
#include "report/kernel_check.h"
#include "report/wrap.h"

namespace portreeve::report {
namespace {

using kernel::Setting;
using kernel::Settings;
using kernel::Verdict;

constexpr std::size_t kIndent = 12;
// A line of prose longer than this is hard to read, however wide the terminal.
constexpr std::size_t kWidestProse = 110;

std::string title(const Setting& setting) {
  return fmt::format("{} {}", to_string(setting.family), setting.name);
}

std::string place_list(const std::vector<std::string>& scopes) {
  std::vector<std::string> names;
  for (const std::string& scope : scopes)
    names.push_back(scope == kernel::kHostScope ? "the host" : core::printable(scope));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string commands(const Verdict& verdict) {
  std::string text;
  std::string_view label = "  write     ";
  for (const kernel::Write& write : verdict.remedy) {
    const std::string key = sysctl_key(*write.setting, write.scope);
    text += fmt::format(
        "{}{}\n", label,
        core::printable("sysctl -w " + audit::shell_word(fmt::format("{}={}", key, write.value))));
    label = "            ";
  }
  return text;
}

std::string wrong_text(const Settings& settings, const Verdict& verdict, std::size_t width) {
  const Setting& setting = *verdict.setting;
  std::string text = fmt::format("\n{}\n", title(setting));
  text += wrap("  where", place_list(verdict.wrong), kIndent, width);
  text += wrap("  seen", core::printable(describe_values(settings, setting, verdict.wrong)), kIndent, width);
  if (const std::string literal = describe_literal(verdict); !literal.empty())
    text += wrap("  but", literal, kIndent, width);
  text += wrap("  rule", describe(setting.combination), kIndent, width);
  text += wrap("  why", setting.purpose, kIndent, width);
  if (!setting.disturbs.empty()) text += wrap("  mind", setting.disturbs, kIndent, width);
  return text + commands(verdict);
}

std::string harmless_text(const std::vector<Verdict>& verdicts, std::size_t width) {
  std::string text;
  for (const Verdict& verdict : verdicts) {
    if (!verdict.wrong.empty() || verdict.literal != kernel::LiteralCheck::kFails) continue;
    text += wrap("  -", fmt::format("{}: {}", title(*verdict.setting), describe_literal(verdict)), 4, width);
  }
  return text.empty() ? text : "\nNothing is open here, though others will say so:\n" + text;
}

std::string unknown_text(const std::vector<Verdict>& verdicts, std::size_t width) {
  std::string text;
  for (const Verdict& verdict : verdicts) {
    if (verdict.unknown.empty()) continue;
    text +=
        wrap("  -", fmt::format("{} on {}", title(*verdict.setting), place_list(verdict.unknown)), 4, width);
  }
  return text.empty() ? text : "\nNot known, so not judged:\n" + text;
}

std::string default_text(const Setting& setting) {
  const auto [in_all, in_default] = setting.kernel_default;
  if (in_all == in_default) return fmt::format("{}", in_all);
  return fmt::format("{} in all, {} in default", in_all, in_default);
}

std::string_view who_asks(kernel::Level level) {
  switch (level) {
    case kernel::Level::kGuide:
      return "the guide";
    case kernel::Level::kBenchmark:
      return "benchmarks";
    case kernel::Level::kStrict:
      return "a strict policy";
    case kernel::Level::kShown:
      return "nobody";
  }
  return "nobody";
}

std::string setting_text(const Setting& setting, std::size_t width) {
  std::string text = fmt::format("{}\n", title(setting));
  text +=
      wrap("  key", sysctl_key(setting, setting.combination == kernel::Combination::kHost ? "" : "INTERFACE"),
           kIndent, width);
  text += wrap("  values",
               fmt::format("{} ({}, {} to {})", setting.meaning, setting.unit, setting.range.minimum,
                           setting.range.maximum),
               kIndent, width);
  text += wrap("  default", default_text(setting), kIndent, width);
  const bool is_asked_for = setting.level != kernel::Level::kShown;
  text += wrap("  wanted",
               is_asked_for ? fmt::format("{}, by {}", setting.recommended, who_asks(setting.level))
                            : "as the host needs it",
               kIndent, width);
  text += wrap("  why", setting.purpose, kIndent, width);
  text += wrap("  rule", describe(setting.combination), kIndent, width);
  if (!setting.disturbs.empty()) text += wrap("  mind", setting.disturbs, kIndent, width);
  if (!setting.availability.empty()) text += wrap("  since", setting.availability, kIndent, width);
  if (!setting.section.empty())
    text += wrap("  guide", fmt::format("section {}", setting.section), kIndent, width);
  if (const auto references = kernel::find_references(setting); !references.empty())
    text += wrap("  books", to_string(references), kIndent, width);
  return text;
}

}  // namespace

std::string kernel_check_text(const Settings& settings, const KernelCheck& check, std::size_t width) {
  const std::size_t prose_width = std::min(width, kWidestProse);
  const auto wrong =
      std::ranges::count_if(check.verdicts, [](const Verdict& verdict) { return !verdict.wrong.empty(); });
  std::string text = fmt::format("{} of {} settings are not as recommended (level {})\n", wrong,
                                 check.verdicts.size(), to_string(check.level));
  for (const Verdict& verdict : check.verdicts) {
    if (!verdict.wrong.empty()) text += wrong_text(settings, verdict, prose_width);
  }
  return text + harmless_text(check.verdicts, prose_width) + unknown_text(check.verdicts, prose_width);
}

std::string catalogue_text(const std::vector<const Setting*>& settings, std::size_t width) {
  const std::size_t prose_width = std::min(width, kWidestProse);
  std::string text;
  for (const Setting* const setting : settings) {
    if (!text.empty()) text += "\n";
    text += setting_text(*setting, prose_width);
  }
  return text;
}

}  // namespace portreeve::report
