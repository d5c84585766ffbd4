#include "report/ss_columns.h"

#include <algorithm>
#include <utility>

namespace portreeve::report {
namespace {

constexpr std::size_t kBlockSize = std::size_t{5} << 20;   // ss lays out as much at a time
constexpr std::size_t kPieceSize = std::size_t{64} << 10;  // and so much is written at once

constexpr std::array<std::string_view, SsColumns::kColumnCount> kHeadings{
    "Netid", "State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", "Process"};

constexpr bool has_blank_in_front(std::size_t column) {
  return column != SsColumns::kNetid && column != SsColumns::kLocalPort && column != SsColumns::kPeerPort &&
         column != SsColumns::kProcess;
}

constexpr bool is_right_aligned(std::size_t column) {
  return column == SsColumns::kLocalAddress || column == SsColumns::kPeerAddress;
}

}  // namespace

SsColumns::SsColumns(const Options& options, Writer write) : options_(options), write_(std::move(write)) {
  columns_[kNetid].enabled = options.netid;
  columns_[kState].enabled = options.state;
}

void SsColumns::add_headings() {
  begin_row();
  for (const std::string_view heading : kHeadings) {
    text_ += heading;
    next_cell();
  }
}

void SsColumns::begin_row() {
  if (column_ < kColumnCount) end_row();
  // The widths count the cells of the last row under "Process" only once another row follows.
  if (!lengths_.empty()) {
    Layout& process = columns_[kProcess];
    process.longest = std::max<std::size_t>(process.longest, lengths_.back());
  }
  if (text_.size() >= kBlockSize) write_block();
  column_ = 0;
  cell_start_ = text_.size();
}

void SsColumns::next_cell() {
  Layout& column = columns_[column_];
  if (column.enabled) {
    const std::size_t length = text_.size() - cell_start_;
    lengths_.push_back(static_cast<std::uint32_t>(length));
    if (column_ != kProcess) column.longest = std::max(column.longest, length);
  } else {
    text_.resize(cell_start_);
  }
  cell_start_ = text_.size();
  ++column_;
}

void SsColumns::end_row() {
  while (column_ < kColumnCount)
    next_cell();
}

void SsColumns::measure() {
  bool is_first = true;
  for (std::size_t index = 0; index < kColumnCount; ++index) {
    Layout& column = columns_[index];
    if (!column.enabled) continue;
    column.width = column.longest;
    if (!is_first && column.longest > 0 && has_blank_in_front(index)) ++column.width;
    if (options_.width > 0) column.width = std::min(column.width, options_.width);
    if (column.width > 0) is_first = false;
  }
  if (options_.width > 0) spread(options_.width);
}

// Takes as many columns as fit on a line of the terminal and gives each of them its part of the space that is
// left, the last ones a blank more.
void SsColumns::spread(std::size_t terminal_width) {
  std::vector<Layout*> line;
  std::size_t taken = 0;
  const auto end_line = [&] {
    const std::size_t left = terminal_width - taken;
    std::size_t with_one_more = line.empty() ? 0 : left % line.size();
    for (auto column = line.rbegin(); column != line.rend(); ++column) {
      (*column)->width += left / line.size();
      if (with_one_more > 0) {
        ++(*column)->width;
        --with_one_more;
      }
    }
    line.clear();
    taken = 0;
  };
  for (Layout& column : columns_) {
    if (!column.enabled || column.width == 0) continue;
    if (taken + column.width > terminal_width) end_line();
    taken += column.width;
    line.push_back(&column);
  }
  end_line();
}

void SsColumns::write_piece(std::string& lines) {
  if (status_ && !lines.empty()) status_ = write_(lines);
  lines.clear();
}

void SsColumns::write_block() {
  measure();
  std::string lines;
  std::size_t at = 0;
  for (auto length = lengths_.begin(); length != lengths_.end();) {
    bool is_first = true;
    for (std::size_t index = 0; index < kColumnCount; ++index) {
      const Layout& column = columns_[index];
      if (!column.enabled) continue;
      const bool blank = !is_first && has_blank_in_front(index);
      is_first = false;
      const std::size_t taken = *length + (blank ? 1 : 0);
      const std::size_t padding = column.width > taken ? column.width - taken : 0;
      if (blank) lines += ' ';
      if (is_right_aligned(index)) lines.append(padding, ' ');
      lines.append(text_, at, *length);
      if (!is_right_aligned(index)) lines.append(padding, ' ');
      at += *length;
      ++length;
    }
    lines += '\n';
    if (lines.size() >= kPieceSize) write_piece(lines);
  }
  write_piece(lines);
  text_.clear();
  lengths_.clear();
  cell_start_ = 0;
}

core::Status SsColumns::finish() {
  if (column_ < kColumnCount) end_row();
  write_block();
  return std::move(status_);
}

}  // namespace portreeve::report
