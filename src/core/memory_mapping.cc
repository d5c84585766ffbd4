#include "core/memory_mapping.h"

#include <sys/mman.h>

#include <cerrno>

namespace portreeve::core {

Result<MemoryMapping> MemoryMapping::map(int descriptor, off_t offset, std::size_t size, int protection) {
  void* const address = ::mmap(nullptr, size, protection, MAP_SHARED, descriptor, offset);
  if (address == MAP_FAILED) return failure(system_error("map into memory", "a file", errno));
  return MemoryMapping(address, size);
}

MemoryMapping& MemoryMapping::operator=(MemoryMapping&& other) noexcept {
  std::swap(address_, other.address_);
  std::swap(size_, other.size_);
  return *this;
}

MemoryMapping::~MemoryMapping() {
  if (address_ != nullptr) ::munmap(address_, size_);
}

}  // namespace portreeve::core
