#include "wrappers/file_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace portreeve::wrappers {
namespace {

bool is_same_time(const timespec& one, const timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

}  // namespace

bool is_same_version(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino && one.st_size == other.st_size &&
         is_same_time(one.st_mtim, other.st_mtim) && is_same_time(one.st_ctim, other.st_ctim);
}

core::FileDescriptor open_file(const std::string& path) {
  return core::FileDescriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

FileText read_file(const std::string& path) {
  FileText file;
  const core::FileDescriptor descriptor = open_file(path);
  if (!descriptor || fstat(descriptor.get(), &file.status) != 0) {
    file.error_number = errno;
    return file;
  }
  file.is_directory = S_ISDIR(file.status.st_mode);
  if (file.is_directory) return file;

  constexpr std::size_t kStep = 65536;
  file.text.resize(static_cast<std::size_t>(file.status.st_size) + 1);
  std::size_t length = 0;
  for (;;) {
    if (length == file.text.size()) file.text.resize(length + kStep);
    const ssize_t got = read(descriptor.get(), file.text.data() + length, file.text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    length += static_cast<std::size_t>(got);
  }
  file.text.resize(length);
  const struct stat before = file.status;
  if (fstat(descriptor.get(), &file.status) != 0) file.error_number = errno;
  file.changed_while_reading = !is_same_version(before, file.status);
  return file;
}

}  // namespace portreeve::wrappers
