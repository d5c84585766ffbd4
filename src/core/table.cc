#include "core/table.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "core/utf8.h"

namespace portreeve::core {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kEllipsis = "…";

// Takes columns away from the widest shrinking column until everything fits or nothing can give any more.
void shrink(std::vector<std::size_t>& widths, const std::vector<Table::Column>& columns, std::size_t limit) {
  const std::size_t gaps = kGap.size() * (widths.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), gaps) > limit) {
    std::size_t* widest = nullptr;
    for (std::size_t index = 0; index < widths.size(); ++index) {
      const bool can_give = columns[index].shrinks &&
                            widths[index] > std::max<std::size_t>(display_width(columns[index].heading), 1);
      if (can_give && (widest == nullptr || widths[index] > *widest)) widest = &widths[index];
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

std::string fit_cell(const std::string& cell, std::size_t width) {
  if (display_width(cell) <= width) return cell;
  return std::string(fit_columns(cell, width - 1)) + std::string(kEllipsis);
}

void append_line(std::string& text, const std::vector<std::string>& cells,
                 const std::vector<Table::Column>& columns, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index != 0) line += kGap;
    const std::string cell = index < cells.size() ? fit_cell(cells[index], widths[index]) : std::string();
    const std::string padding(widths[index] - std::min(display_width(cell), widths[index]), ' ');
    line += columns[index].align == Table::Align::kRight ? padding + cell : cell + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  text += line;
  text += '\n';
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  if (columns_.empty()) throw std::invalid_argument("a table needs a column");
}

void Table::add_row(std::vector<std::string> cells) {
  if (cells.size() > columns_.size())
    throw std::invalid_argument("a row has more cells than the table columns");
  rows_.push_back(std::move(cells));
}

std::string Table::to_string(std::size_t width, bool with_headings) const {
  std::vector<std::string> headings;
  headings.reserve(columns_.size());
  for (const Column& column : columns_)
    headings.push_back(column.heading);

  std::vector<std::size_t> widths(columns_.size(), 0);
  const auto widen = [&](const std::vector<std::string>& cells) {
    for (std::size_t index = 0; index < cells.size(); ++index) {
      widths[index] = std::max(widths[index], display_width(cells[index]));
    }
  };
  if (with_headings) widen(headings);
  std::ranges::for_each(rows_, widen);
  shrink(widths, columns_, width);

  std::string text;
  if (with_headings) append_line(text, headings, columns_, widths);
  for (const auto& row : rows_)
    append_line(text, row, columns_, widths);
  return text;
}

}  // namespace portreeve::core
