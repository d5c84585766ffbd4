#include "core/table.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string_view>

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

std::string cut_cell(std::string_view cell, std::size_t width) {
  return std::string(fit_columns(cell, width - 1)) + std::string(kEllipsis);
}

void append_line(std::string& text, const std::vector<std::string>& cells,
                 const std::vector<Table::Column>& columns, const std::vector<std::size_t>& widths) {
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index != 0) text += kGap;
    std::string_view cell = index < cells.size() ? cells[index] : std::string_view();
    std::string cut;
    if (display_width(cell) > widths[index]) cell = cut = cut_cell(cell, widths[index]);
    const std::size_t padding = widths[index] - std::min(display_width(cell), widths[index]);
    const bool is_right = columns[index].align == Table::Align::kRight;
    if (is_right) text.append(padding, ' ');
    text += cell;
    if (!is_right) text.append(padding, ' ');
  }
  text.erase(text.find_last_not_of(' ') + 1);
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
