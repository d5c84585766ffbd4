#pragma once

#include <sys/types.h>

#include <cstddef>
#include <utility>

#include "core/result.h"

namespace portreeve::core {

/// A part of a file or device in memory (mmap(2)), shared with whoever else has it there; unmapped in the
/// end.
class MemoryMapping {
 public:
  /// Maps `size` bytes at `offset`, a multiple of the page size, to read, and to write as well if
  /// `protection` (PROT_READ, PROT_READ | PROT_WRITE) says so. The descriptor may be closed afterwards.
  [[nodiscard]] static Result<MemoryMapping> map(int descriptor, off_t offset, std::size_t size,
                                                 int protection);

  MemoryMapping(MemoryMapping&& other) noexcept
      : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MemoryMapping& operator=(MemoryMapping&& other) noexcept;
  MemoryMapping(const MemoryMapping&) = delete;
  MemoryMapping& operator=(const MemoryMapping&) = delete;
  ~MemoryMapping();

  [[nodiscard]] void* address() const { return address_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  MemoryMapping(void* address, std::size_t size) : address_(address), size_(size) {}

  void* address_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace portreeve::core
