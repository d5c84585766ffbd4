#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/evaluation.h"
#include "wrappers/rule_files.h"

namespace portreeve::wrappers {

class LoadedTable;

/// The rule files of a process, read when they are first asked for and again whenever they have changed.
///
/// A file that is asked for once is read and searched from the start. From the second time on it is searched
/// through an index whose cost does not grow with the number of rules (rule_index.h), with the same answers.
///
/// Whether a file has changed is looked at by stat(2) before a decision, unless that was done in the last 20
/// microseconds. A file that was written less than 20 milliseconds ago may still be being written: the
/// decision waits until it has been left alone for that long, so that it is by the old file or by the new one
/// and never by a part of either. While somebody writes without a pause, it goes by the last version that was
/// whole.
///
/// Any number of threads may ask at once.
class TableCache : public RuleFiles {
 public:
  TableCache();
  TableCache(const TableCache&) = delete;
  TableCache& operator=(const TableCache&) = delete;
  ~TableCache() override;

  [[nodiscard]] TableMatch find_match(std::string_view path, Evaluation& evaluation,
                                      std::string& buffer) override;

  /// Held while the process forks, so that the child finds the cache whole (pthread_atfork(3)).
  [[nodiscard]] std::mutex& mutex() { return mutex_; }

 private:
  struct Entry;

  std::shared_ptr<const LoadedTable> current(std::string_view path, Evaluation& evaluation);

  std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace portreeve::wrappers
