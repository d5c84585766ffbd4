#include "wrappers/rule_texts.h"

#include <sys/stat.h>

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
    if (!text) {
      const auto status = root.inspect(path);
      file.is_directory = status && S_ISDIR(status->st_mode);
    }
    if (text) {
      file.text = *std::move(text);
    } else if (!file.is_directory && text.error().errno_value != ENOENT) {
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
    if (file.is_readable && !file.is_directory) return wrappers::find_match(file.text, evaluation, buffer);
    TableMatch match;
    if (file.is_directory) {
      evaluation.meet(Trap::kTableIsDirectory);
    } else {
      evaluation.meet(Trap::kUnreadableTable);
      evaluation.diagnostics.warning({}, concat({"cannot open ", path}));
      match.kind = TableMatch::Kind::kUnreadable;
    }
    if (evaluation.trap()) match.kind = TableMatch::Kind::kTrapped;
    return match;
  }
  return {};
}

}  // namespace portreeve::wrappers
