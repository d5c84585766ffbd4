#include "wrappers/rule_texts.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace portreeve::wrappers {
namespace {

bool is_directory(const core::SystemRoot& root, std::string_view path) {
  const auto status = root.inspect(path);
  return status && S_ISDIR(status->st_mode);
}

}  // namespace

FileText read_pattern_file(const core::SystemRoot& root, const std::string& path) {
  const auto text = root.read(path);
  if (text) return make_file_text(*text);
  if (!is_directory(root, path)) {
    // What a capture refuses to open, such as a device, has no errno.
    const int error_number = text.error().errno_value;
    return make_file_text({}, error_number != 0 ? error_number : EACCES);
  }
  FileText directory;
  directory.is_directory = true;
  return directory;
}

core::Observed<std::vector<RuleTexts::File>> RuleTexts::read(const core::SystemRoot& root,
                                                             const Tables& tables) {
  core::Observed<std::vector<File>> files;
  for (const std::string_view path : {tables.allow, tables.deny}) {
    File file;
    file.path = path;
    auto text = root.read(path);
    file.is_directory = !text && is_directory(root, path);
    if (text) {
      file.text = *std::move(text);
    } else if (!file.is_directory && text.error().errno_value != ENOENT) {
      file.fault = text.error().reason;
      files.miss("the rules in " + file.path, std::move(text.error()));
    }
    files.value.push_back(std::move(file));
  }
  return files;
}

TableMatch RuleTexts::find_match(std::string_view path, Evaluation& evaluation, std::string& buffer) {
  for (const File& file : files_) {
    if (file.path != path) continue;
    if (!file.fault.empty()) return match_in_unreadable_table(path, file.fault, evaluation);
    if (file.is_directory) return match_in_directory(evaluation);
    return wrappers::find_match(file.text, evaluation, buffer);
  }
  return {};
}

}  // namespace portreeve::wrappers
