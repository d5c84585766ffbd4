#include "wrappers/file_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace portreeve::wrappers {
namespace {

bool is_same_time(const timespec& one, const timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

// Reads to the end of the file. Returns errno, or 0.
int read_all(int descriptor, FileText& file) {
  constexpr std::size_t kStep = 65536;
  std::size_t length = 0;
  // A byte more than the file has, so that its end shows without growing once more.
  if (!file.bytes.grow(static_cast<std::size_t>(file.status.st_size) + 1)) return errno;
  for (;;) {
    if (length == file.bytes.size() && !file.bytes.grow(length + kStep)) return errno;
    const ssize_t got = read(descriptor, file.bytes.data() + length, file.bytes.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  file.text = {file.bytes.data(), length};
  return 0;
}

}  // namespace

PageBuffer& PageBuffer::operator=(PageBuffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

PageBuffer::~PageBuffer() {
  if (data_ != nullptr) munmap(data_, size_);
}

bool PageBuffer::grow(std::size_t size) {
  void* const memory = data_ == nullptr ? mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
                                        : mremap(data_, size_, size, MREMAP_MAYMOVE);
  if (memory == MAP_FAILED) return false;
  data_ = static_cast<char*>(memory);
  size_ = size;
  return true;
}

bool is_same_version(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino && one.st_size == other.st_size &&
         is_same_time(one.st_mtim, other.st_mtim) && is_same_time(one.st_ctim, other.st_ctim);
}

core::FileDescriptor open_file(const std::string& path) {
  return core::FileDescriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

FileText make_file_text(std::string_view text, int error_number) {
  FileText file;
  file.error_number = error_number;
  if (text.empty()) return file;
  if (!file.bytes.grow(text.size())) {
    file.error_number = errno;
    return file;
  }
  text.copy(file.bytes.data(), text.size());
  file.text = {file.bytes.data(), text.size()};
  return file;
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
  const struct stat before = file.status;
  file.error_number = read_all(descriptor.get(), file);
  if (fstat(descriptor.get(), &file.status) != 0) file.error_number = errno;
  file.changed_while_reading = !is_same_version(before, file.status);
  return file;
}

}  // namespace portreeve::wrappers
