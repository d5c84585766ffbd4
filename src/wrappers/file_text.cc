#include "wrappers/file_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace portreeve::wrappers {
namespace {

constexpr std::size_t kMostOnHeap = 4096;

bool is_same_time(const timespec& one, const timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

// Reads to the end of the file. Returns errno, or 0.
int read_all(int descriptor, FileText& file) {
  constexpr std::size_t kStep = 65536;
  std::size_t length = 0;
  // A byte more than the file has, so that its end shows without growing or reading once more.
  const auto expected = static_cast<std::size_t>(file.status.st_size);
  if (!file.bytes.grow(expected + 1)) return errno;
  for (;;) {
    if (length == file.bytes.size() && !file.bytes.grow(length + kStep)) return errno;
    const ssize_t got = read(descriptor, file.bytes.data() + length, file.bytes.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
    if (S_ISREG(file.status.st_mode) && length == expected) break;
  }
  file.text = {file.bytes.data(), length};
  return 0;
}

// Waits for a truncation under way to be over. While the kernel cuts a file, it holds the lock of its inode;
// the file is shorter from the beginning on, and its times tell of the change only at the end (ext4_setattr()
// in fs/ext4/inode.c). A search for a hole takes the same lock, where the file system has one (lseek(2));
// where not, it does no harm.
void wait_for_truncation(int descriptor) {
  (void)lseek(descriptor, 0, SEEK_HOLE);
}

}  // namespace

FileBuffer& FileBuffer::operator=(FileBuffer&& other) noexcept {
  std::swap(heap_, other.heap_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

FileBuffer::~FileBuffer() {
  if (data_ != nullptr && heap_ == nullptr) munmap(data_, size_);
}

bool FileBuffer::grow(std::size_t size) {
  if (data_ == nullptr && size <= kMostOnHeap) {
    heap_ = std::make_unique_for_overwrite<char[]>(size);
    data_ = heap_.get();
    size_ = size;
    return true;
  }
  const bool is_mapped = data_ != nullptr && heap_ == nullptr;
  void* const memory = is_mapped ? mremap(data_, size_, size, MREMAP_MAYMOVE)
                                 : mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) return false;
  if (heap_ != nullptr) std::memcpy(memory, heap_.get(), size_);
  heap_.reset();
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
  if (S_ISREG(file.status.st_mode) && !file.text.ends_with('\n')) wait_for_truncation(descriptor.get());
  if (fstat(descriptor.get(), &file.status) != 0) file.error_number = errno;
  file.changed_while_reading = !is_same_version(before, file.status);
  return file;
}

}  // namespace portreeve::wrappers
