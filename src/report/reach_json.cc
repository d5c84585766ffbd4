#include <nlohmann/json.hpp>

#include "report/reach.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;
using wrappers::AddressSet;

constexpr int kSchemaVersion = 1;

Json prefixes_json(const AddressSet& ipv4, const AddressSet& ipv6) {
  Json list = Json::array();
  for (const AddressSet* const set : {&ipv4, &ipv6}) {
    for (const core::Prefix& prefix : set->prefixes())
      list.push_back(prefix.to_string());
  }
  return list;
}

}  // namespace

Json reach_json(std::string_view daemon, const wrappers::Reach& reach,
                const std::vector<core::Unseen>& unseen) {
  Json conditions = Json::array();
  for (const wrappers::Condition& condition : reach.conditions) {
    conditions.push_back({{"file", condition.file},
                          {"line", condition.line},
                          {"text", condition.text},
                          {"depends_on", condition.reason}});
  }
  return {{"schema_version", kSchemaVersion},
          {"daemon", daemon},
          {"allowed", prefixes_json(reach.ipv4_allowed, reach.ipv6_allowed)},
          {"depends", prefixes_json(reach.ipv4_depends, reach.ipv6_depends)},
          {"conditions", std::move(conditions)},
          {"messages", reach.messages},
          {"unseen", unseen_json(unseen)}};
}

}  // namespace portreeve::report
