#include <algorithm>

#include <fmt/format.h>

#include "core/table.h"
#include "core/text.h"
#include "report/kernel_why.h"
#include "report/number.h"
#include "report/wrap.h"

namespace portreeve::report {
namespace {

using kernel::Mention;

constexpr std::size_t kIndent = 10;

std::string value_text(const kernel::Forecast& forecast) {
  return forecast.value ? fmt::format("{}", *forecast.value) : "what the kernel starts with: no file decides";
}

std::string loader_text(const LoaderForecast& loader, std::size_t width) {
  std::string text = fmt::format("\n{}{}: {}\n", to_string(loader.loader),
                                 loader.is_at_boot ? ", which this host runs when it starts" : "",
                                 value_text(loader.forecast));
  core::Table table({{""}, {"FATE"}, {"LINE"}, {"KEY"}, {"VALUE", core::Table::Align::kLeft, true}});
  for (const Mention& mention : loader.forecast.mentions) {
    const bool has_value = mention.fate != kernel::Fate::kExcludes;
    table.add_row({"", std::string(to_string(mention.fate)),
                   core::printable(fmt::format("{}:{}", mention.path, mention.line)),
                   core::printable(mention.key), has_value ? core::printable(mention.value) : ""});
  }
  return table.empty() ? text : text + table.to_string(width);
}

}  // namespace

std::optional<bool> has_drifted(const KernelWhy& why) {
  for (const LoaderForecast& loader : why.loaders) {
    if (loader.is_at_boot && loader.forecast.value && why.running)
      return *loader.forecast.value != *why.running;
  }
  return std::nullopt;
}

bool loaders_agree(const KernelWhy& why) {
  return std::ranges::all_of(why.loaders, [&](const LoaderForecast& loader) {
    return loader.forecast.value == why.loaders.front().forecast.value;
  });
}

std::string kernel_why_text(const KernelWhy& why, std::size_t width) {
  std::string text = core::printable(why.key) + "\n";
  text += wrap("  now", number_or_unknown(why.running), kIndent, width);
  for (const LoaderForecast& loader : why.loaders) {
    if (loader.is_at_boot) text += wrap("  later", value_text(loader.forecast), kIndent, width);
  }
  if (has_drifted(why) == true)
    text += wrap("  drift", "the running value is not what the files say", kIndent, width);
  if (!loaders_agree(why))
    text += wrap("  mind", "the two loaders make different values of the same files", kIndent, width);
  for (const LoaderForecast& loader : why.loaders)
    text += loader_text(loader, width);
  return text;
}

std::string masked_files_text(const std::vector<kernel::MaskedFile>& masked, std::size_t width) {
  std::string text;
  for (const kernel::MaskedFile& file : masked) {
    text += wrap("  -", core::printable(fmt::format("{}, by {}", file.path, file.by)), 4, width);
  }
  return text.empty() ? text : "\nNot read, as a file of the same name weighs more:\n" + text;
}

}  // namespace portreeve::report
