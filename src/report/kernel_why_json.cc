#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/kernel_why.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;

constexpr int kSchemaVersion = 1;

Json loader_json(const LoaderForecast& loader) {
  Json mentions = Json::array();
  for (const kernel::Mention& mention : loader.forecast.mentions) {
    const bool has_value = mention.fate != kernel::Fate::kExcludes;
    mentions.push_back({{"file", mention.path},
                        {"line", mention.line},
                        {"key", mention.key},
                        {"value", has_value ? Json(mention.value) : Json()},
                        {"fate", to_string(mention.fate)}});
  }
  return {{"loader", to_string(loader.loader)},
          {"at_boot", loader.is_at_boot},
          {"value", or_null(loader.forecast.value)},
          {"mentions", std::move(mentions)}};
}

Json key_json(const KernelWhy& why) {
  Json loaders = Json::array();
  for (const LoaderForecast& loader : why.loaders)
    loaders.push_back(loader_json(loader));
  return {{"key", why.key},
          {"running", or_null(why.running)},
          {"drift", or_null(has_drifted(why))},
          {"loaders_agree", loaders_agree(why)},
          {"loaders", std::move(loaders)}};
}

}  // namespace

Json kernel_why_json(const std::vector<KernelWhy>& keys, const std::vector<kernel::MaskedFile>& masked,
                     const std::vector<core::Unseen>& unseen) {
  Json key_values = Json::array();
  for (const KernelWhy& why : keys)
    key_values.push_back(key_json(why));
  Json masked_files = Json::array();
  for (const kernel::MaskedFile& file : masked)
    masked_files.push_back({{"file", file.path}, {"by", file.by}});
  return {{"schema_version", kSchemaVersion},
          {"keys", std::move(key_values)},
          {"masked", std::move(masked_files)},
          {"unseen", unseen_json(unseen)}};
}

}  // namespace portreeve::report
