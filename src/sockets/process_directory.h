#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>

#include "core/file_descriptor.h"
#include "core/result.h"
#include "core/system_root.h"

namespace portreeve::sockets {

/// The directory /proc/PID of one process, held open.
///
/// Whatever is read through it is of that process: once it has ended nothing more can be read, even if its
/// pid has been given to another (proc(5); the kernel's directory refers to the process, not to the number).
/// In a capture no link leads out of the directory.
class ProcessDirectory {
 public:
  [[nodiscard]] static core::Result<ProcessDirectory> open(const core::SystemRoot& root, pid_t pid);

  [[nodiscard]] pid_t pid() const { return pid_; }

  /// The contents of a file, up to 64 KiB.
  [[nodiscard]] core::Result<std::string> read(const char* name) const;

  /// The target of a symbolic link, as it is written there.
  [[nodiscard]] core::Result<std::string> read_link(const char* name) const;

  /// What stat(2) says of a file; links are followed, to files of other directories in the running system
  /// alone.
  [[nodiscard]] core::Result<struct stat> inspect(const char* name) const;

  /// The number of its threads; 0 if it has ended. Known in the running system alone.
  [[nodiscard]] std::size_t thread_count() const;

  /// Calls `visit` with the descriptor of the directory `name` and with each name in it, in no order.
  [[nodiscard]] core::Status for_each(
      const char* name, const std::function<void(int directory, const char* name)>& visit) const;

 private:
  ProcessDirectory(pid_t pid, core::FileDescriptor directory, std::string path, bool is_live)
      : pid_(pid), directory_(std::move(directory)), path_(std::move(path)), is_live_(is_live) {}

  [[nodiscard]] core::Result<core::FileDescriptor> open_inside(const char* name, int flags) const;
  [[nodiscard]] core::Error error(const char* attempted, const char* name, int errno_value) const;

  pid_t pid_;
  core::FileDescriptor directory_;
  std::string path_;  // as it is shown in errors
  bool is_live_;
};

}  // namespace portreeve::sockets
