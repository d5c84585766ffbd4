#include "wrappers/rule_texts.h"

#include <cerrno>
#include <utility>

#include "wrappers/text.h"

namespace portreeve::wrappers {

core::Observed<std::vector<RuleTexts::File>> RuleTexts::read(const core::SystemRoot& root,
                                                             const Tables& tables) {
  core::Observed<std::vector<File>> files;
  for (const std::string_view path : {tables.allow, tables.deny}) {
    File file;
    file.path = path;
    auto text = root.read(path);
    if (text) {
      file.text = *std::move(text);
    } else if (text.error().errno_value == EISDIR) {
      // The language takes a directory for a file without rules.
    } else if (text.error().errno_value != ENOENT) {
      file.is_readable = false;
      files.miss("the rules in " + file.path, std::move(text.error()));
    }
    files.value.push_back(std::move(file));
  }
  return files;
}

TableMatch RuleTexts::find_match(std::string_view path, Evaluation& evaluation, std::string& buffer) {
  for (const File& file : files_) {
    if (file.path != path) continue;
    if (file.is_readable) return wrappers::find_match(file.text, evaluation, buffer);
    evaluation.meet(Trap::kUnreadableTable);
    evaluation.diagnostics.warning({}, concat({"cannot open ", path}));
    TableMatch match;
    match.kind = evaluation.trap() ? TableMatch::Kind::kTrapped : TableMatch::Kind::kUnreadable;
    return match;
  }
  return {};
}

}  // namespace portreeve::wrappers
