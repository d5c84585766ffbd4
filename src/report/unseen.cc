#include "report/unseen.h"

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace portreeve::report {

core::Json unseen_json(const std::vector<core::Unseen>& unseen) {
  core::Json array = core::Json::array();
  for (const core::Unseen& entry : unseen) {
    array.push_back({{"what", entry.what}, {"reason", entry.why.to_string()}});
  }
  return array;
}

std::string unseen_line(const core::Unseen& unseen) {
  return core::printable(unseen.what) + ": " + unseen.why.to_string();
}

}  // namespace portreeve::report
