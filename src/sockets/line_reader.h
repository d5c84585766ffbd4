#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace portreeve::sockets {

/// Reads a file line by line, without holding more of it than a line and a block.
class LineReader {
 public:
  /// What is behind so many bytes of a line is left out: no table of the kernel has lines as long.
  static constexpr std::size_t kMaximumLine = std::size_t{1} << 20;

  /// `shown_path` names the file in an error.
  LineReader(core::FileDescriptor file, std::string shown_path);

  /// The next line without its newline, valid until the next call; nothing at the end.
  [[nodiscard]] core::Result<std::optional<std::string_view>> next();

 private:
  // Adds a block behind what is there; false at the end of the file.
  [[nodiscard]] core::Result<bool> read_block();
  [[nodiscard]] std::string_view take(std::size_t length, std::size_t behind);

  core::FileDescriptor file_;
  std::string shown_path_;
  std::vector<char> buffer_;
  std::size_t start_ = 0;  // of what was not yet given out
  std::size_t end_ = 0;
};

}  // namespace portreeve::sockets
