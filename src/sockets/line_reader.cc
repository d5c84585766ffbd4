#include "sockets/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace portreeve::sockets {
namespace {

constexpr std::size_t kBlock = 65536;

}  // namespace

LineReader::LineReader(core::FileDescriptor file, std::string shown_path)
    : file_(std::move(file)), shown_path_(std::move(shown_path)), buffer_(kBlock) {}

core::Result<bool> LineReader::read_block() {
  if (start_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(start_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= std::exchange(start_, 0);
  }
  if (buffer_.size() - end_ < kBlock / 2) buffer_.resize(buffer_.size() + kBlock);
  ssize_t count = 0;
  do {
    count = ::read(file_.get(), buffer_.data() + end_, buffer_.size() - end_);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return core::failure(core::system_error("read", shown_path_, errno));
  end_ += static_cast<std::size_t>(count);
  return count > 0;
}

std::string_view LineReader::take(std::size_t length, std::size_t behind) {
  const std::string_view line(buffer_.data() + start_, length);
  start_ += length + behind;
  return line;
}

core::Result<std::optional<std::string_view>> LineReader::next() {
  std::size_t searched = 0;
  while (true) {
    const std::string_view rest(buffer_.data() + start_, end_ - start_);
    const std::size_t newline = rest.find('\n', searched);
    if (newline != std::string_view::npos) return take(newline, 1).substr(0, kMaximumLine);
    searched = rest.size();
    // Of a line beyond measure the first part is kept, and the rest dropped as it comes.
    if (rest.size() > kMaximumLine) {
      end_ = start_ + kMaximumLine;
      searched = kMaximumLine;
    }
    const auto more = read_block();
    if (!more) return core::failure(more.error());
    if (*more) continue;
    if (start_ == end_) return std::nullopt;
    return take(end_ - start_, 0);
  }
}

}  // namespace portreeve::sockets
