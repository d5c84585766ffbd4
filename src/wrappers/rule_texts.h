#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "wrappers/decision.h"
#include "wrappers/rule_files.h"

namespace portreeve::wrappers {

/// Reads a pattern file of a host or a capture, as evaluation.h wants it read.
[[nodiscard]] FileText read_pattern_file(const core::SystemRoot& root, const std::string& path);

/// The texts of the two rule files of a host or a capture, read once.
class RuleTexts : public RuleFiles {
 public:
  /// One rule file. A missing one is empty.
  struct File {
    std::string path;  ///< as on the host
    std::string text;
    std::string fault;          ///< why it cannot be read; empty when it can
    bool is_directory = false;  ///< it has no rules, as the language takes it
  };

  /// Reads the files. One that cannot be read is noted as unseen, and decisions take it for unreadable.
  [[nodiscard]] static core::Observed<std::vector<File>> read(const core::SystemRoot& root,
                                                              const Tables& tables);

  /// For files that outlive this object.
  explicit RuleTexts(const std::vector<File>& files) : files_(files) {}

  [[nodiscard]] TableMatch find_match(std::string_view path, Evaluation& evaluation,
                                      std::string& buffer) override;

 private:
  const std::vector<File>& files_;
};

}  // namespace portreeve::wrappers
