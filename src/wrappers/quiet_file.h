#pragma once

#include <chrono>
#include <string>

#include "wrappers/file_text.h"

namespace portreeve::wrappers {

/// How long a file must have been left alone before its text counts as whole.
inline constexpr std::chrono::milliseconds kQuiet{20};
/// The same for a file that is empty or lacks its last newline, and so looks half written.
inline constexpr std::chrono::milliseconds kQuietWhenHalfWritten{200};
/// How far the time of a file may lag behind the clock: it is that of the last tick of the kernel's
/// (ktime_get_coarse_real_ts64(), include/linux/timekeeping.h), which comes late when the machine is busy or
/// is kept from running itself. Where that matters, only what the reader sees by a clock of its own counts.
inline constexpr std::chrono::milliseconds kFileTimeLag{100};

/// A file's text, read while nobody was writing it.
struct QuietFile {
  FileText file;
  bool is_whole = true;  ///< false: somebody kept writing, and the text may be a mixture
};

/// How long a file like this must be left alone.
[[nodiscard]] std::chrono::nanoseconds quiet_time(const FileText& file);

/// Whether a file that was read from `began` to `ended`, by the clock of the file system, was written so long
/// before that nobody can be writing it. A reader that is kept from running in between finds what was written
/// after it began, perhaps a moment ago: only what is later than its end is a time in the future, and counts
/// as long ago.
[[nodiscard]] bool was_left_alone(const FileText& file, std::chrono::nanoseconds began,
                                  std::chrono::nanoseconds ended);

/// Reads a file that others may be rewriting, in place or by rename(2): one that was written a moment ago is
/// read once more after its quiet time, and counts as whole if it has not changed by then. Waits a quarter of
/// a second at most.
[[nodiscard]] QuietFile read_quiet_file(const std::string& path);

}  // namespace portreeve::wrappers
