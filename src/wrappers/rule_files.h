#pragma once

#include <string>
#include <string_view>

#include "wrappers/table.h"

namespace portreeve::wrappers {

/// Where decisions find rules: the files of this host (table_cache.h), or texts that were read before
/// (rule_texts.h).
class RuleFiles {
 public:
  RuleFiles() = default;
  RuleFiles(const RuleFiles&) = delete;
  RuleFiles& operator=(const RuleFiles&) = delete;
  virtual ~RuleFiles() = default;

  /// The first rule of the file that matches, as find_match() of table.h finds it. A missing file has no
  /// rules, and neither has a directory or an empty path; one that cannot be read is warned of.
  [[nodiscard]] virtual TableMatch find_match(std::string_view path, Evaluation& evaluation,
                                              std::string& buffer) = 0;
};

}  // namespace portreeve::wrappers
