#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/file_descriptor.h"

namespace portreeve::wrappers {

/// Memory for the bytes of a file. A rule file is read whole by processes that live for one connection: where
/// it is large, pages straight from the kernel, there before they are touched, cost less than faulting in one
/// after the other; where it is small, the heap has room for it.
class FileBuffer {
 public:
  FileBuffer() = default;
  FileBuffer(FileBuffer&& other) noexcept
      : heap_(std::move(other.heap_)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  FileBuffer& operator=(FileBuffer&& other) noexcept;
  FileBuffer(const FileBuffer&) = delete;
  FileBuffer& operator=(const FileBuffer&) = delete;
  ~FileBuffer();

  [[nodiscard]] char* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Makes room for `size` bytes, keeping those that are there. False, with errno set, when there is no
  /// memory.
  [[nodiscard]] bool grow(std::size_t size);

 private:
  std::unique_ptr<char[]> heap_;  ///< where the bytes are while they are few
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// The whole text of a file, read in one go.
struct FileText {
  int error_number = 0;       ///< errno of what failed, or 0
  bool is_directory = false;  ///< a directory opens, and holds no text
  bool changed_while_reading = false;
  struct stat status = {};  ///< as it was after reading
  std::string_view text;    ///< within `bytes`
  FileBuffer bytes;
};

/// Whether two looks at a path found the same version of the same file.
[[nodiscard]] bool is_same_version(const struct stat& one, const struct stat& other);

/// Opens a file for reading only. The descriptor is empty and errno set when that fails.
[[nodiscard]] core::FileDescriptor open_file(const std::string& path);

/// A text from elsewhere as if it had been read from a file; `error_number` tells of one that could not be
/// read.
[[nodiscard]] FileText make_file_text(std::string_view text, int error_number = 0);

/// Reads a file of rules or patterns. A FIFO without a writer reads as empty and never blocks.
[[nodiscard]] FileText read_file(const std::string& path);

}  // namespace portreeve::wrappers
