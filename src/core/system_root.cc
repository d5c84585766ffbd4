#include "core/system_root.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>

#include "core/text.h"

namespace portreeve::core {
namespace {

constexpr std::size_t kMaximumValueSize = 4096;

struct DirectoryCloser {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

// A capture's paths resolve inside its directory, whatever its links say (openat2(2)).
int open_inside(int directory, const std::string& path, int flags) {
  ::open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how));
}

Error not_a_file(std::string_view path) {
  return make_error("read", path, "it is not a regular file");
}

Error too_large(std::string_view path, std::size_t limit) {
  return make_error("read", path, fmt::format("it is larger than {} bytes", limit));
}

// read(2), repeated when a signal interrupts it.
ssize_t read_some(int descriptor, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(descriptor, buffer, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

Result<SystemRoot> SystemRoot::capture(std::string_view directory) {
  SystemRoot root;
  root.directory_ = directory;
  while (root.directory_.ends_with('/'))
    root.directory_.pop_back();
  if (root.is_live() && !directory.starts_with('/')) {
    return failure(parse_error("the root directory", directory, "it is empty"));
  }
  if (const auto opened = root.open("/", O_DIRECTORY); !opened) return failure(opened.error());
  return root;
}

Result<FileDescriptor> SystemRoot::open_any(std::string_view path, int flags) const {
  const std::string name(path);
  FileDescriptor descriptor;
  if (is_live()) {
    descriptor = FileDescriptor(::open(name.c_str(), flags | O_CLOEXEC));
  } else {
    const FileDescriptor directory(::open(directory_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory) return failure(system_error("open", directory_, errno));
    descriptor = FileDescriptor(open_inside(directory.get(), name, flags | O_CLOEXEC));
  }
  if (!descriptor) return failure(system_error("open", shown_path(path), errno));
  return descriptor;
}

Result<FileDescriptor> SystemRoot::open(std::string_view path, int flags) const {
  Result<FileDescriptor> descriptor = open_any(path, flags | O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!descriptor || is_live() || (flags & O_DIRECTORY) != 0) return descriptor;
  struct stat status{};
  if (::fstat(descriptor->get(), &status) != 0)
    return failure(system_error("inspect", shown_path(path), errno));
  if (!S_ISREG(status.st_mode)) return failure(not_a_file(shown_path(path)));
  return descriptor;
}

Result<std::string> SystemRoot::read(std::string_view path) const {
  const Result<FileDescriptor> file = open(path);
  if (!file) return failure(file.error());

  // Files in /proc have no size and may hand out less than was asked for before their end (seq_file), so only
  // a read of 0 bytes is the end. The size is a hint that makes one read suffice for an ordinary file.
  struct stat status{};
  if (::fstat(file->get(), &status) != 0) return failure(system_error("inspect", shown_path(path), errno));
  if (!S_ISREG(status.st_mode)) return failure(not_a_file(shown_path(path)));
  const auto hint = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (hint > kMaximumFileSize) return failure(too_large(shown_path(path), kMaximumFileSize));

  std::string contents(std::max(hint + 1, kMaximumValueSize), '\0');
  std::size_t used = 0;
  while (true) {
    const ssize_t count = read_some(file->get(), contents.data() + used, contents.size() - used);
    if (count < 0) return failure(system_error("read", shown_path(path), errno));
    used += static_cast<std::size_t>(count);
    if (count == 0 || (hint != 0 && used == hint)) break;
    if (used > kMaximumFileSize) return failure(too_large(shown_path(path), kMaximumFileSize));
    if (used == contents.size()) contents.resize(contents.size() * 2);
  }
  contents.resize(used);
  return contents;
}

Result<std::string> SystemRoot::read_value(std::string_view path) const {
  const Result<FileDescriptor> file = open(path);
  if (!file) return failure(file.error());
  std::array<char, kMaximumValueSize> buffer{};
  const ssize_t count = read_some(file->get(), buffer.data(), buffer.size());
  if (count < 0) return failure(system_error("read", shown_path(path), errno));
  const auto size = static_cast<std::size_t>(count);
  if (size == buffer.size()) return failure(too_large(shown_path(path), kMaximumValueSize - 1));
  return std::string(trim(std::string_view(buffer.data(), size)));
}

Result<std::vector<std::string>> SystemRoot::list(std::string_view path) const {
  Result<FileDescriptor> opened = open(path, O_DIRECTORY);
  if (!opened) return failure(opened.error());
  const std::unique_ptr<DIR, DirectoryCloser> directory(::fdopendir(opened->get()));
  if (!directory) return failure(system_error("list", shown_path(path), errno));
  static_cast<void>(opened->release());  // closedir(3) closes it from here on

  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const ::dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return failure(system_error("list", shown_path(path), errno));
  std::ranges::sort(names);
  return names;
}

Result<struct stat> SystemRoot::inspect(std::string_view path) const {
  const Result<FileDescriptor> file = open_any(path, O_PATH);
  if (!file) return failure(file.error());
  struct stat status{};
  if (::fstat(file->get(), &status) != 0) return failure(system_error("inspect", shown_path(path), errno));
  return status;
}

Result<std::string> SystemRoot::read_link(std::string_view path) const {
  const Result<FileDescriptor> link = open_any(path, O_PATH | O_NOFOLLOW);
  if (!link) return failure(link.error());
  std::array<char, PATH_MAX> target{};
  const ssize_t length = ::readlinkat(link->get(), "", target.data(), target.size());
  if (length < 0) return failure(system_error("read the link", shown_path(path), errno));
  return std::string(target.data(), static_cast<std::size_t>(length));
}

}  // namespace portreeve::core
