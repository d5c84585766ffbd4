#include "wrappers/file_text.h"

#include <cerrno>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::wrappers {
namespace {

TEST(ReadFile, ReadsTheWholeFileWhateverItsSize) {
  const core::TemporaryDirectory directory;
  for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 200000U}) {
    const std::string text(size, 'x');
    directory.write("file", text);
    const FileText file = read_file(directory.path() + "/file");
    EXPECT_EQ(file.error_number, 0);
    EXPECT_TRUE(file.text == text) << size;
  }
}

TEST(ReadFile, ReadsFilesWhoseSizeIsNotKnownBefore) {
  const FileText file = read_file("/proc/self/status");
  EXPECT_EQ(file.status.st_size, 0);
  EXPECT_TRUE(file.text.starts_with("Name:"));
}

TEST(ReadFile, TellsWhyAFileCannotBeRead) {
  EXPECT_EQ(read_file("/nonexistent/file").error_number, ENOENT);
  EXPECT_EQ(read_file("/dev/null/file").error_number, ENOTDIR);
  EXPECT_EQ(read_file("").error_number, ENOENT);
}

TEST(ReadFile, ADirectoryHoldsNoText) {
  const FileText file = read_file("/");
  EXPECT_TRUE(file.is_directory);
  EXPECT_EQ(file.error_number, 0);
  EXPECT_EQ(file.text, "");
}

TEST(IsSameVersion, ARewrittenFileIsAnotherOne) {
  const core::TemporaryDirectory directory;
  directory.write("file", "a");
  const FileText first = read_file(directory.path() + "/file");
  EXPECT_TRUE(is_same_version(first.status, read_file(directory.path() + "/file").status));
  directory.write("file", "ab");
  EXPECT_FALSE(is_same_version(first.status, read_file(directory.path() + "/file").status));
}

TEST(FileBuffer, KeepsItsBytesWhenItGrowsOrMoves) {
  // From the heap to pages, and from pages to more of them.
  for (const std::size_t first : {std::size_t{10}, std::size_t{8192}}) {
    FileBuffer buffer;
    ASSERT_TRUE(buffer.grow(first));
    buffer.data()[first - 1] = 'x';
    ASSERT_TRUE(buffer.grow(1 << 20));
    FileBuffer moved = std::move(buffer);
    EXPECT_EQ(moved.data()[first - 1], 'x');
    EXPECT_EQ(moved.size(), std::size_t{1} << 20);
  }
}

TEST(FileBuffer, TakesTheBytesOfAnother) {
  FileBuffer few;
  ASSERT_TRUE(few.grow(10));
  few.data()[9] = 'x';
  FileBuffer many;
  ASSERT_TRUE(many.grow(8192));
  many = std::move(few);
  EXPECT_EQ(many.size(), 10U);
  EXPECT_EQ(many.data()[9], 'x');
}

}  // namespace
}  // namespace portreeve::wrappers
