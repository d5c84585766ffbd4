#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portreeve::wrappers {

/// The longest line of a rule file, its "\n" included and after joining: what fits the original's buffer.
inline constexpr std::size_t kMaximumLineLength = 2047;

/// One line of a rule file as the language sees it: continued lines are joined.
struct LogicalLine {
  std::string_view
      text;        ///< with its "\n" at the end when it is complete; valid until the next call of next()
  int number = 0;  ///< how many newlines have been read so far: the number of its last physical line
  int physical_lines = 0;  ///< how many physical lines it is made of
  bool is_complete =
      false;  ///< false: it lacks its newline or is too long, and what follows is not to be read
};

/// Cuts the text of a rule file into logical lines, byte for byte as libwrap's xgets() does.
///
/// A backslash before the newline joins a line with the next one; both bytes vanish. A NUL byte drops the
/// rest of its physical line and joins what is before it with the next line. A line that is longer than
/// kMaximumLineLength or lacks its newline is incomplete, and the last one.
class LineReader {
 public:
  /// Reads `text`, which must outlive the reader.
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// What has not been read yet, from the start of a line on.
  [[nodiscard]] std::string_view rest() const { return rest_; }
  /// Passes over whole lines at the start of rest(): so many bytes, so many newlines.
  void skip(std::size_t bytes, int newlines) {
    rest_.remove_prefix(bytes);
    newlines_ += newlines;
  }

  /// The next line, or nothing at the end.
  [[nodiscard]] std::optional<LogicalLine> next();

 private:
  [[nodiscard]] std::optional<LogicalLine> next_joined();

  std::string_view rest_;
  std::string joined_;
  int newlines_ = 0;
};

}  // namespace portreeve::wrappers
