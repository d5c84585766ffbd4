#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace portreeve::core {

/// Text in columns: aligned by the width that characters take on a terminal, so UTF-8, combining marks and
/// wide characters line up, and narrowed to fit the terminal's width.
///
///     Table table({{"PORT"}, {"SERVICE"}, {"RECV-Q", Align::kRight}});
///     table.add_row({"22/tcp", "ssh", "0"});
///     fmt::print("{}", table.to_string(80));
///
/// When the rows are wider than the terminal, the columns marked `shrinks` give way, the widest first, down
/// to their heading's width, and a cut cell ends in "…". Cells from outside pass through printable() first:
/// that is the caller's part, since a cell may also hold text that is meant to be as it is.
class Table {
 public:
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  enum class Align : unsigned char { kLeft, kRight };

  struct Column {
    std::string heading;
    Align align = Align::kLeft;
    bool shrinks = false;
  };

  explicit Table(std::vector<Column> columns);

  /// Adds a row; missing cells are empty. REQUIRES: no more cells than columns.
  void add_row(std::vector<std::string> cells);

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// The lines of the table, each ended by a newline and without blanks at its end, the headings first unless
  /// `with_headings` is false. `width` is in terminal columns.
  [[nodiscard]] std::string to_string(std::size_t width = kUnlimited, bool with_headings = true) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace portreeve::core
