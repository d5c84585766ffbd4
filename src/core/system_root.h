#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace portreeve::core {

/// Where observers read a host's files from: the running system, or a directory that holds a capture of one
/// (`--root DIR`, with DIR/etc, DIR/proc, ... as they were there).
///
/// Paths are given as on the host ("/proc/net/tcp"), and errors name the file that was really opened. In a
/// capture no link leads out of the directory and no magic link is followed (openat2(2), RESOLVE_IN_ROOT),
/// and anything but a regular file or a directory is refused, so a hostile capture can neither show a file of
/// the machine that audits it nor make it hang. Objects are cheap to copy and safe to share between threads.
class SystemRoot {
 public:
  /// A file larger than this is not read: nothing that the program reads whole comes near it.
  static constexpr std::size_t kMaximumFileSize = std::size_t{256} << 20;

  /// The running system.
  SystemRoot() = default;

  /// A capture; an error if the directory can't be opened. "/" is the running system.
  [[nodiscard]] static Result<SystemRoot> capture(std::string_view directory);

  /// Whether this is the running system, so that asking the kernel by netlink makes sense.
  [[nodiscard]] bool is_live() const { return directory_.empty(); }

  /// The path to show to a person: where `path` really is.
  [[nodiscard]] std::string shown_path(std::string_view path) const { return directory_ + std::string(path); }

  /// Opens a file (or with `flags` O_DIRECTORY a directory) for reading, close-on-exec, never blocking.
  [[nodiscard]] Result<FileDescriptor> open(std::string_view path, int flags = 0) const;

  /// The whole contents of a regular file or one in /proc, up to kMaximumFileSize bytes.
  [[nodiscard]] Result<std::string> read(std::string_view path) const;

  /// The contents of a file of up to 4095 bytes that the kernel hands out in one piece (/proc/sys,
  /// /proc/PID/comm), without blanks at either end: one read(2). A longer file is an error.
  [[nodiscard]] Result<std::string> read_value(std::string_view path) const;

  /// The names in a directory, sorted, without "." and "..".
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const;

  /// What stat(2) says of a file of any kind, which need not be readable.
  [[nodiscard]] Result<struct stat> inspect(std::string_view path) const;

  /// The target of a symbolic link, as it is written there.
  [[nodiscard]] Result<std::string> read_link(std::string_view path) const;

 private:
  /// Opens with exactly these flags and O_CLOEXEC, whatever kind of file it is.
  [[nodiscard]] Result<FileDescriptor> open_any(std::string_view path, int flags) const;

  std::string directory_;  // empty for the running system, else without a final slash
};

}  // namespace portreeve::core
