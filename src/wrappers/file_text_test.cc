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

TEST(PageBuffer, KeepsItsBytesWhenItGrowsOrMoves) {
  PageBuffer buffer;
  ASSERT_TRUE(buffer.grow(4096));
  buffer.data()[4095] = 'x';
  ASSERT_TRUE(buffer.grow(1 << 20));
  const PageBuffer moved = std::move(buffer);
  EXPECT_EQ(moved.data()[4095], 'x');
  EXPECT_EQ(moved.size(), std::size_t{1} << 20);
}

}  // namespace
}  // namespace portreeve::wrappers
