#include "sockets/process_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <memory>

#include <fmt/format.h>

namespace portreeve::sockets {
namespace {

constexpr std::size_t kMaximumFileSize = std::size_t{64} << 10;

struct DirectoryCloser {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

ssize_t read_some(int descriptor, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(descriptor, buffer, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

core::Error ProcessDirectory::error(const char* attempted, const char* name, int errno_value) const {
  return core::system_error(attempted, fmt::format("{}/{}", path_, name), errno_value);
}

core::Result<ProcessDirectory> ProcessDirectory::open(const core::SystemRoot& root, pid_t pid) {
  const std::string path = fmt::format("/proc/{}", pid);
  auto directory = root.open(path, O_DIRECTORY);
  if (!directory) return core::failure(directory.error());
  return ProcessDirectory(pid, std::move(*directory), root.shown_path(path), root.is_live());
}

core::Result<core::FileDescriptor> ProcessDirectory::open_inside(const char* name, int flags) const {
  flags |= O_CLOEXEC;
  if ((flags & O_PATH) == 0) flags |= O_NONBLOCK | O_NOCTTY;  // openat2(2) wants none of it
  int number = -1;
  if (is_live_) {
    number = ::openat(directory_.get(), name, flags);
  } else {
    ::open_how how{};
    how.flags = static_cast<std::uint64_t>(flags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    number = static_cast<int>(::syscall(SYS_openat2, directory_.get(), name, &how, sizeof how));
  }
  if (number < 0) return core::failure(error("open", name, errno));
  return core::FileDescriptor(number);
}

core::Result<std::string> ProcessDirectory::read(const char* name) const {
  const auto file = open_inside(name, O_RDONLY);
  if (!file) return core::failure(file.error());
  struct stat status{};
  if (!is_live_ && (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))) {
    return core::failure(error("read", name, EINVAL));
  }
  std::string contents;
  std::array<char, 4096> buffer{};
  while (contents.size() < kMaximumFileSize) {
    const ssize_t count = read_some(file->get(), buffer.data(), buffer.size());
    if (count < 0) return core::failure(error("read", name, errno));
    if (count == 0) return contents;
    contents.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return core::failure(error("read", name, EFBIG));
}

core::Result<std::string> ProcessDirectory::read_link(const char* name) const {
  std::array<char, PATH_MAX> target{};
  ssize_t length = -1;
  if (is_live_) {
    length = ::readlinkat(directory_.get(), name, target.data(), target.size());
  } else {
    const auto link = open_inside(name, O_PATH | O_NOFOLLOW);
    if (!link) return core::failure(link.error());
    length = ::readlinkat(link->get(), "", target.data(), target.size());
  }
  if (length < 0) return core::failure(error("read the link", name, errno));
  return std::string(target.data(), static_cast<std::size_t>(length));
}

core::Result<struct stat> ProcessDirectory::inspect(const char* name) const {
  struct stat status{};
  int outcome = -1;
  if (is_live_) {
    outcome = ::fstatat(directory_.get(), name, &status, AT_NO_AUTOMOUNT);
  } else {
    const auto file = open_inside(name, O_PATH);
    if (!file) return core::failure(file.error());
    outcome = ::fstat(file->get(), &status);
  }
  if (outcome != 0) return core::failure(error("inspect", name, errno));
  return status;
}

// The directory of threads has two links of its own and one for each of them (fs/proc/base.c).
std::size_t ProcessDirectory::thread_count() const {
  constexpr nlink_t kOwnLinks = 2;
  const auto status = inspect("task");
  return status && status->st_nlink > kOwnLinks ? status->st_nlink - kOwnLinks : 0;
}

core::Status ProcessDirectory::for_each(
    const char* name, const std::function<void(int directory, const char* name)>& visit) const {
  auto opened = open_inside(name, O_RDONLY | O_DIRECTORY);
  if (!opened) return core::failure(opened.error());
  const std::unique_ptr<DIR, DirectoryCloser> directory(::fdopendir(opened->get()));
  if (!directory) return core::failure(error("list", name, errno));
  const int descriptor = opened->release();  // closedir(3) closes it from here on
  while (true) {
    errno = 0;
    const ::dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] != '.') visit(descriptor, entry->d_name);
  }
  if (errno != 0) return core::failure(error("list", name, errno));
  return {};
}

}  // namespace portreeve::sockets
