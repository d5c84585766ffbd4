#include "sockets/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> lines_of(const std::string& text) {
  const core::TemporaryDirectory directory;
  directory.write("file", text);
  const std::string path = directory.path() + "/file";
  LineReader reader(core::FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), path);
  std::vector<std::string> lines;
  while (true) {
    const auto line = reader.next();
    EXPECT_TRUE(line) << line.error().to_string();
    if (!line || !*line) return lines;
    lines.emplace_back(**line);
  }
}

TEST(LineReader, GivesOutLinesWithoutTheirNewlines) {
  EXPECT_THAT(lines_of("a\n\n b \n"), ElementsAre("a", "", " b "));
}

TEST(LineReader, TheLastLineMayLackItsNewline) {
  EXPECT_THAT(lines_of("a\nb"), ElementsAre("a", "b"));
}

TEST(LineReader, AnEmptyFileHasNone) {
  EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(LineReader, KeepsNulsInside) {
  EXPECT_THAT(lines_of(std::string("a\0b\n", 4)), ElementsAre(std::string("a\0b", 3)));
}

TEST(LineReader, ReadsAcrossBlocks) {
  std::string text;
  for (int number = 0; number < 100'000; ++number)
    text += std::to_string(number) + "\n";
  const auto lines = lines_of(text);
  ASSERT_EQ(lines.size(), 100'000u);
  for (int number = 0; number < 100'000; ++number)
    ASSERT_EQ(lines[static_cast<std::size_t>(number)], std::to_string(number));
}

TEST(LineReader, CutsALineBeyondMeasureAndGoesOnBehindIt) {
  const std::string longest(LineReader::kMaximumLine, 'x');
  EXPECT_THAT(lines_of(longest + "\nb\n"), ElementsAre(longest, "b"));
  EXPECT_THAT(lines_of("a\n" + longest + std::string(200'000, 'y') + "\nb\n"),
              ElementsAre("a", longest, "b"));
  EXPECT_THAT(lines_of(longest + std::string(3'000'000, 'y')), ElementsAre(longest));
}

TEST(LineReader, AFileThatCannotBeReadIsAnError) {
  LineReader reader(core::FileDescriptor(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), "/the/file");
  const auto line = reader.next();
  ASSERT_FALSE(line);
  EXPECT_THAT(line.error().to_string(), HasSubstr("/the/file"));
}

}  // namespace
}  // namespace portreeve::sockets
