#include "wrappers/pattern_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>

#include "wrappers/file_text.h"
#include "wrappers/host_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// The longest word that the original's buffer holds.
constexpr std::size_t kLongestWord = 8191;
// Deeper nesting is a mistake, and would exhaust the stack of a daemon's thread.
constexpr std::size_t kDeepestNesting = 64;

bool matches_word(std::string_view word, std::string_view path, Side side, Evaluation& evaluation) {
  if (word.size() > kLongestWord) {
    evaluation.diagnostics.warning(evaluation.position, concat({path, ": a word is longer than ",
                                                                decimal(kLongestWord), " bytes; skipped"}));
    return false;
  }
  if (word.starts_with('#')) evaluation.meet(Trap::kHashInPatternFile);
  // The original hands each word on as a C string.
  return matches_host(word.substr(0, word.find('\0')), side, evaluation);
}

// What tells a file from others: its inode, or its path where it has been read from elsewhere
// (make_file_text()).
std::pair<std::uint64_t, std::uint64_t> identity_of(const FileText& file, std::string_view path) {
  if (file.status.st_ino == 0) return {0, std::hash<std::string_view>()(path)};
  return {file.status.st_dev, file.status.st_ino};
}

// Warns of a file that cannot be read. A missing one is passed over in silence, as the original does.
void note_unreadable(std::string_view path, int error_number, Evaluation& evaluation) {
  evaluation.meet(Trap::kUnreadablePatternFile);
  if (error_number == ENOENT) return;
  evaluation.diagnostics.warning(evaluation.position,
                                 concat({"open ", path, ": ", std::strerror(error_number)}));
}

}  // namespace

bool matches_pattern_file(std::string_view path, Side side, Evaluation& evaluation) {
  const FileText file = evaluation.read_pattern_file ? evaluation.read_pattern_file(std::string(path))
                                                     : read_file(std::string(path));
  if (file.error_number != 0) {
    note_unreadable(path, file.error_number, evaluation);
    return false;
  }
  if (file.is_directory) evaluation.meet(Trap::kUnreadablePatternFile);

  auto& open_files = evaluation.open_pattern_files;
  const auto identity = identity_of(file, path);
  if (open_files.size() >= kDeepestNesting ||
      std::find(open_files.begin(), open_files.end(), identity) != open_files.end()) {
    evaluation.diagnostics.warning(
        evaluation.position,
        concat({path, ": the pattern file leads back to itself or nests too deep; skipped"}));
    return false;
  }
  open_files.push_back(identity);
  bool is_match = false;
  std::string_view rest = file.text;
  for (std::string_view word = take_word(rest); !word.empty() && !is_match && !evaluation.trap();
       word = take_word(rest)) {
    is_match = matches_word(word, path, side, evaluation);
  }
  open_files.pop_back();
  return is_match;
}

}  // namespace portreeve::wrappers
