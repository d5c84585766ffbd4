#include "core/memory_mapping.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include <gtest/gtest.h>

#include "core/file_descriptor.h"

namespace portreeve::core {
namespace {

constexpr std::size_t kSize = 4096;

FileDescriptor page_of_memory() {
  FileDescriptor file(::memfd_create("page", MFD_CLOEXEC));
  EXPECT_EQ(::ftruncate(file.get(), kSize), 0);
  return file;
}

TEST(MemoryMapping, SharesWhatIsWritten) {
  const FileDescriptor file = page_of_memory();
  const auto writer = MemoryMapping::map(file.get(), 0, kSize, PROT_READ | PROT_WRITE);
  const auto reader = MemoryMapping::map(file.get(), 0, kSize, PROT_READ);
  ASSERT_TRUE(writer && reader);
  std::strcpy(static_cast<char*>(writer->address()), "seen");
  EXPECT_STREQ(static_cast<const char*>(reader->address()), "seen");
}

TEST(MemoryMapping, HasOneOwnerWhenItIsMoved) {
  const FileDescriptor file = page_of_memory();
  auto mapping = MemoryMapping::map(file.get(), 0, kSize, PROT_READ);
  ASSERT_TRUE(mapping);
  MemoryMapping other = *MemoryMapping::map(file.get(), 0, kSize, PROT_READ | PROT_WRITE);
  other = *std::move(mapping);
  EXPECT_NE(other.address(), nullptr);
  EXPECT_EQ(other.size(), kSize);
}

TEST(MemoryMapping, OfWhatIsNoFileIsAnError) {
  EXPECT_FALSE(MemoryMapping::map(-1, 0, kSize, PROT_READ));
}

}  // namespace
}  // namespace portreeve::core
