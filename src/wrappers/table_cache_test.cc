#include "wrappers/table_cache.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = TableMatch::Kind;

class Cache : public ::testing::Test {
 protected:
  std::string path(std::string_view name = "table") { return concat({directory.path(), "/", name}); }
  // Writes the table so long ago that nobody waits for its writer (quiet_file.h).
  void write(std::string_view text, std::string_view name = "table") {
    directory.write(name, text);
    std::filesystem::last_write_time(
        path(name), std::filesystem::file_time_type::clock::now() - std::chrono::hours(++age_));
  }
  // The line of the first rule for the client, or 0.
  int find() { return match().line; }
  TableMatch match(bool is_strict = false) {
    EvaluationForTests test(is_strict);
    const TableMatch found = cache.find_match(path(), test.evaluation, buffer);
    told = test.diagnostics.lines;
    return found;
  }

  core::TemporaryDirectory directory;
  TableCache cache;
  std::string buffer;
  std::vector<std::string> told;

 private:
  int age_ = 0;
};

TEST_F(Cache, AnswersTheSameFromTheTextAndFromItsIndex) {
  write("vsftpd: ALL\nno separator\nsshd: 10.1.: allow\n");
  for (int i = 0; i < 4; ++i) {
    const TableMatch found = match();
    EXPECT_EQ(found.line, 3);
    EXPECT_EQ(found.options, " allow\n");
    EXPECT_THAT(told, ElementsAre("warning: missing \":\" separator"));
  }
}

TEST_F(Cache, SeesAFileThatIsRewrittenAtOnce) {
  for (int round = 0; round < 3; ++round) {
    for (int use = 0; use <= round; ++use) {
      write("ALL: ALL\n");
      usleep(50);
      EXPECT_EQ(find(), 1);
    }
    write("#\nALL: ALL\n");
    usleep(50);
    EXPECT_EQ(find(), 2);
  }
}

TEST_F(Cache, SeesAFileThatIsReplacedRemovedAndMadeAgain) {
  write("ALL: ALL\n");
  EXPECT_EQ(find(), 1);
  write("#\nALL: ALL\n", "new");
  std::filesystem::rename(path("new"), path());
  usleep(50);
  EXPECT_EQ(find(), 2);
  std::filesystem::remove(path());
  usleep(50);
  EXPECT_EQ(match().kind, Kind::kNone);
  write("ALL: ALL\n");
  usleep(50);
  EXPECT_EQ(find(), 1);
}

TEST_F(Cache, SeesAnotherFileBehindALink) {
  write("ALL: ALL\n", "one");
  write("#\nALL: ALL\n", "two");
  directory.link("table", "one");
  EXPECT_EQ(find(), 1);
  std::filesystem::remove(path());
  directory.link("table", "two");
  usleep(50);
  EXPECT_EQ(find(), 2);
}

TEST_F(Cache, AMissingFileAndADirectoryHaveNoRules) {
  EXPECT_EQ(match().kind, Kind::kNone);
  directory.write("table/file", "");
  usleep(50);
  EXPECT_EQ(match().kind, Kind::kNone);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(Cache, AnEmptyPathHasNoRules) {
  EvaluationForTests test;
  EXPECT_EQ(cache.find_match("", test.evaluation, buffer).kind, Kind::kNone);
}

TEST_F(Cache, AFileThatCannotBeReadIsWarnedOfEachTime) {
  directory.link("table", "table");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(match().kind, Kind::kUnreadable);
    EXPECT_THAT(told, ElementsAre("warning: cannot open " + path() + ": Too many levels of symbolic links"));
  }
}

TEST_F(Cache, KeepsStrictAndOtherAnswersApart) {
  write("no separator\nALL: ALL\n");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(match(false).kind, Kind::kMatched);
    EXPECT_EQ(match(true).kind, Kind::kTrapped);
  }
}

TEST_F(Cache, AnswersForMoreFilesThanItKeeps) {
  for (int round = 0; round < 2; ++round) {
    for (int number = 0; number < 40; ++number) {
      const std::string name = "table" + decimal(number);
      if (round == 0) write(std::string(static_cast<std::size_t>(number), '\n') + "ALL: ALL\n", name);
      EvaluationForTests test;
      EXPECT_EQ(cache.find_match(path(name), test.evaluation, buffer).line, number + 1);
    }
  }
}

TEST_F(Cache, TheOptionsOutliveTheVersionThatTheyAreFrom) {
  write("ALL: ALL: spawn old\n");
  (void)find();
  const TableMatch found = match();
  write("ALL: ALL: spawn new\n");
  usleep(50);
  EvaluationForTests test;
  std::string other;
  EXPECT_EQ(cache.find_match(path(), test.evaluation, other).options, " spawn new\n");
  EXPECT_EQ(found.options, " spawn old\n");
}

}  // namespace
}  // namespace portreeve::wrappers
