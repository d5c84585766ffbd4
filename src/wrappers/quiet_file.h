#pragma once

#include <chrono>
#include <string>

#include "wrappers/file_text.h"

namespace portreeve::wrappers {

/// How long a file must have been left alone before its text counts as whole.
inline constexpr std::chrono::milliseconds kQuiet{20};
/// The same for a file that is empty or lacks its last newline, and so looks half written.
inline constexpr std::chrono::milliseconds kQuietWhenHalfWritten{200};

/// A file's text, read while nobody was writing it.
struct QuietFile {
  FileText file;
  bool is_whole = true;  ///< false: somebody kept writing, and the text may be a mixture
};

/// How long to wait before a file is read once more, and counts as whole if it has not changed by then; zero
/// when it counts as whole as it is. It was read from `began` to `ended`, by the clock of the file system. A
/// reader that is kept from running in between finds what was written after it began, perhaps a moment ago:
/// only what is later than its end is a time in the future.
[[nodiscard]] std::chrono::nanoseconds time_until_whole(const FileText& file, std::chrono::nanoseconds began,
                                                        std::chrono::nanoseconds ended);

/// Reads a file that others may be rewriting, in place or by rename(2): what was written less than kQuiet ago
/// is waited for, a quarter of a second at most. A time of change in the future counts as long ago.
[[nodiscard]] QuietFile read_quiet_file(const std::string& path);

}  // namespace portreeve::wrappers
