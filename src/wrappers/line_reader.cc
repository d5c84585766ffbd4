#include "wrappers/line_reader.h"

#include <algorithm>
#include <cstring>

namespace portreeve::wrappers {

std::optional<LogicalLine> LineReader::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t newline = rest_.find('\n');
  // Nearly every line stands alone and needs no copy.
  const bool is_plain = newline != std::string_view::npos && newline < kMaximumLineLength &&
                        (newline == 0 || rest_[newline - 1] != '\\') &&
                        std::memchr(rest_.data(), '\0', newline) == nullptr;
  if (!is_plain) return next_joined();
  const std::string_view line = rest_.substr(0, newline + 1);
  rest_.remove_prefix(newline + 1);
  return LogicalLine{line, ++newlines_, 1, true};
}

std::optional<LogicalLine> LineReader::next_joined() {
  joined_.clear();
  const int first = newlines_;
  while (!rest_.empty() && joined_.size() < kMaximumLineLength) {
    // What one call of fgets(3) would take, and what the C functions after it would see of that.
    const std::size_t newline = rest_.find('\n');
    const std::size_t room = kMaximumLineLength - joined_.size();
    const std::size_t taken = std::min(room, newline == std::string_view::npos ? rest_.size() : newline + 1);
    std::string_view piece = rest_.substr(0, taken);
    rest_.remove_prefix(taken);
    piece = piece.substr(0, piece.find('\0'));
    if (!piece.ends_with('\n')) {
      joined_ += piece;
      continue;
    }
    ++newlines_;
    if (!piece.ends_with("\\\n")) {
      joined_ += piece;
      return LogicalLine{joined_, newlines_, newlines_ - first, true};
    }
    joined_ += piece.substr(0, piece.size() - 2);
  }
  if (joined_.empty()) return std::nullopt;
  rest_ = {};
  return LogicalLine{joined_, newlines_, newlines_ - first, false};
}

}  // namespace portreeve::wrappers
