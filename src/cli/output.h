#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portreeve::cli {

/// When output is coloured: kAuto on a terminal, unless NO_COLOR is set (no-color.org).
enum class ColorWhen : unsigned char { kAuto, kAlways, kNever };

/// Whether to colour standard output.
[[nodiscard]] bool use_color(ColorWhen when);

/// How many columns standard output has; unlimited (core::Table::kUnlimited) when it is not a terminal, so
/// that a file or a pipe gets everything.
[[nodiscard]] std::size_t terminal_width();

/// Writes all of `text` to standard output. A reader that has gone away (EPIPE) is an error like a full disk.
[[nodiscard]] core::Status write_output(std::string_view text);

/// Standard output in large pieces, for what is printed bit by bit.
class BufferedOutput {
 public:
  /// Adds to what is printed. After a failure nothing is printed any more.
  void write(std::string_view text);

  /// Prints the rest, and says whether all of it could be printed.
  [[nodiscard]] core::Status finish();

 private:
  void flush();

  std::string buffer_;
  core::Status status_;
};

/// Writes all of `text` to a file, which appears under its name only when it is complete.
[[nodiscard]] core::Status write_file(const std::string& path, std::string_view text);

}  // namespace portreeve::cli
