#include "sockets/proc_table.h"

#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/line_reader.h"

namespace portreeve::sockets {
namespace {

constexpr std::size_t kMaximumBadLines = 100;

core::Error too_many_bad_lines() {
  return core::make_error("read on in", "the table",
                          fmt::format("{} of its lines were none of a socket", kMaximumBadLines));
}

// One reading of a table.
class TableReading {
 public:
  TableReading(const ProcTable& table, std::string shown_path, const Visitor& visit,
               std::vector<core::Unseen>& unseen)
      : table_(table), shown_path_(std::move(shown_path)), visit_(visit), unseen_(unseen) {}

  // Whether to read on.
  [[nodiscard]] bool take(std::string_view line) {
    ++number_;
    const std::string_view text = core::trim(line);
    const bool is_heading = number_ == 1 && text.starts_with(table_.heading);
    if (is_heading || text.empty()) return true;
    if (bad_lines_ == kMaximumBadLines) {
      note(fmt::format("the other {}s{}", table_.kind, table_.family), too_many_bad_lines());
      return false;
    }
    auto socket = table_.parse(line);
    if (socket) {
      visit_(std::move(*socket));
    } else {
      ++bad_lines_;
      note(fmt::format("a {}{}", table_.kind, table_.family), socket.error());
    }
    return true;
  }

  void fail(const core::Error& error) {
    note(fmt::format("the other {}s{}", table_.kind, table_.family), error);
  }

  [[nodiscard]] bool is_complete() const { return complete_; }

 private:
  void note(std::string what, core::Error error) {
    error.location = core::SourceLocation{shown_path_, number_};
    unseen_.push_back({std::move(what), std::move(error)});
    complete_ = false;
  }

  const ProcTable& table_;
  std::string shown_path_;
  const Visitor& visit_;
  std::vector<core::Unseen>& unseen_;
  std::size_t number_ = 0;
  std::size_t bad_lines_ = 0;
  bool complete_ = true;
};

}  // namespace

core::Result<bool> read_proc_table(const core::SystemRoot& root, const ProcTable& table, const Visitor& visit,
                                   std::vector<core::Unseen>& unseen) {
  auto file = root.open(table.path);
  if (!file) return core::failure(file.error());
  LineReader reader(std::move(*file), root.shown_path(table.path));
  TableReading reading(table, root.shown_path(table.path), visit, unseen);
  while (true) {
    const auto line = reader.next();
    if (!line) {
      reading.fail(line.error());
      return reading.is_complete();
    }
    const auto& text = *line;
    if (!text || !reading.take(*text)) return reading.is_complete();
  }
}

}  // namespace portreeve::sockets
