#pragma once

#include <utility>

namespace portreeve::core {

/// Owns one file descriptor and closes it; empty when default-constructed or moved from.
///
/// It never turns into an int by itself: whoever needs the number says get(). Closing ignores errors: after
/// EINTR the state of the descriptor is unspecified and on Linux it is closed (close(2)).
class FileDescriptor {
 public:
  FileDescriptor() = default;
  /// Takes ownership; a negative number means none.
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
  /// Gives the descriptor up to the caller, who closes it.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

}  // namespace portreeve::core
