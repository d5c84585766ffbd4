#include "wrappers/table_cache.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <optional>
#include <utility>

#include "wrappers/quiet_file.h"
#include "wrappers/rule_index.h"

namespace portreeve::wrappers {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds kFresh = std::chrono::microseconds(20);
// How long a version that somebody writes over without a pause is used before the next attempt.
constexpr nanoseconds kRetry = std::chrono::milliseconds(100);
// A process has two tables as a rule; a program that names a file for each connection must not grow without
// bound.
constexpr std::size_t kMostTables = 16;
// Positions in the index have 32 bits.
constexpr std::size_t kLargestIndexed = std::size_t{1} << 30;

nanoseconds now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

}  // namespace

/// One version of a rule file. It never changes, so that decisions under way keep the one that they began
/// with.
class LoadedTable {
 public:
  explicit LoadedTable(FileText file) : file_(std::move(file)) {}

  /// This version with an index in the place of its text.
  [[nodiscard]] std::shared_ptr<const LoadedTable> indexed(bool is_strict) const {
    FileText status_alone;
    status_alone.error_number = file_.error_number;
    status_alone.status = file_.status;
    auto table = std::make_shared<LoadedTable>(std::move(status_alone));
    table->index_.emplace(file_.text, is_strict);
    return table;
  }

  [[nodiscard]] bool can_be_indexed() const {
    return file_.error_number == 0 && !file_.is_directory && file_.text.size() <= kLargestIndexed;
  }

  /// Whether a path still leads to this version: what stat(2) found there, or its errno.
  [[nodiscard]] bool is_current(int error_number, const struct stat& status) const {
    if (error_number != 0 || file_.error_number != 0) return error_number == file_.error_number;
    return is_same_version(status, file_.status);
  }

  [[nodiscard]] TableMatch find_match(std::string_view path, Evaluation& evaluation,
                                      std::string& buffer) const {
    if (index_) return index_->find_match(evaluation, buffer);
    if (file_.error_number != 0 && file_.error_number != ENOENT)
      return match_in_unreadable_table(path, std::strerror(file_.error_number), evaluation);
    if (file_.is_directory) return match_in_directory(evaluation);
    return wrappers::find_match(file_.text, evaluation, buffer);
  }

 private:
  FileText file_;
  std::optional<RuleIndex> index_;
};

/// What the cache knows of one path.
struct TableCache::Entry {
  std::string path;
  bool is_strict = false;
  nanoseconds fresh_until{0};
  std::shared_ptr<const LoadedTable> table = nullptr;
  int uses = 0;  ///< how often this version has been asked for; counted up to two

  /// Reads the file if it is not the version at hand at this time. Keeps that one when the file is being
  /// rewritten all the time.
  void refresh(nanoseconds time) {
    fresh_until = time + kFresh;
    if (table && has_current()) return;
    QuietFile latest = read_quiet_file(path);
    if (!latest.is_whole) fresh_until = now() + kRetry;
    if (!latest.is_whole && table) return;
    table = std::make_shared<const LoadedTable>(std::move(latest.file));
    uses = 0;
  }

 private:
  [[nodiscard]] bool has_current() const {
    struct stat status = {};
    const int error_number = stat(path.c_str(), &status) == 0 ? 0 : errno;
    return table->is_current(error_number, status);
  }
};

TableCache::TableCache() = default;
TableCache::~TableCache() = default;

std::shared_ptr<const LoadedTable> TableCache::current(std::string_view path, Evaluation& evaluation) {
  const bool is_strict = evaluation.is_strict;
  const std::lock_guard lock(mutex_);
  auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& candidate) {
    return candidate.is_strict == is_strict && candidate.path == path;
  });
  if (entry == entries_.end()) {
    if (entries_.size() == kMostTables) entries_.erase(entries_.begin());
    Entry made;
    made.path = path;
    made.is_strict = is_strict;
    entry = entries_.insert(entries_.end(), std::move(made));
  }
  if (!entry->table || evaluation.time() >= entry->fresh_until) entry->refresh(evaluation.time());
  if (entry->uses < 2 && ++entry->uses == 2 && entry->table->can_be_indexed()) {
    entry->table = entry->table->indexed(is_strict);
  }
  return entry->table;
}

TableMatch TableCache::find_match(std::string_view path, Evaluation& evaluation, std::string& buffer) {
  if (path.empty()) return {};
  return current(path, evaluation)->find_match(path, evaluation, buffer);
}

}  // namespace portreeve::wrappers
