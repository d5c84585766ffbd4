#include "wrappers/quiet_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <thread>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::wrappers {
namespace {

using std::chrono::steady_clock;

class QuietFiles : public ::testing::Test {
 protected:
  std::string path() const { return directory.path() + "/file"; }
  // Writes a file that was last changed so long ago.
  void write(std::string_view text, std::chrono::milliseconds age) const {
    directory.write("file", text);
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const auto then = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec) - age;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(then);
    const timespec time{seconds.count(), std::chrono::nanoseconds(then - seconds).count()};
    const timespec times[2] = {time, time};
    ASSERT_EQ(utimensat(AT_FDCWD, path().c_str(), times, 0), 0);
  }

  core::TemporaryDirectory directory;
};

TEST_F(QuietFiles, AFileLeftAloneIsWholeAtOnce) {
  write("a: b\n", std::chrono::hours(1));
  const QuietFile file = read_quiet_file(path());
  EXPECT_TRUE(file.is_whole);
  EXPECT_EQ(file.file.text, "a: b\n");
}

TEST_F(QuietFiles, WhatWasWrittenJustNowIsWaitedFor) {
  const auto began = steady_clock::now();
  write("a: b\n", std::chrono::milliseconds(0));
  EXPECT_TRUE(read_quiet_file(path()).is_whole);
  EXPECT_GE(steady_clock::now() - began, kQuiet);
}

TEST_F(QuietFiles, WhatLooksHalfWrittenIsWaitedForLonger) {
  for (const std::string_view text : {"", "a: b"}) {
    const auto began = steady_clock::now();
    write(text, std::chrono::milliseconds(0));
    EXPECT_TRUE(read_quiet_file(path()).is_whole);
    EXPECT_GE(steady_clock::now() - began, kQuietWhenHalfWritten);
  }
}

TEST(LeftAlone, IsCountedFromTheLastChangeToTheBeginningOfTheReading) {
  using std::chrono::milliseconds;
  constexpr milliseconds kNow = std::chrono::hours(1);
  constexpr milliseconds kLong = kQuiet + kFileTimeLag;
  struct Case {
    milliseconds written, began, ended;
    bool is_left_alone;
  };
  for (const Case& given : {
           Case{kNow - kLong, kNow, kNow, true},
           Case{kNow - kLong + milliseconds(1), kNow, kNow, false},
           Case{kNow, kNow, kNow, false},
           // The reader had been kept from running.
           Case{kNow + milliseconds(7), kNow, kNow + milliseconds(300), false},
           Case{kNow + milliseconds(1030), kNow, kNow + milliseconds(30), false},
           // The clock has been put back.
           Case{kNow + milliseconds(1031), kNow, kNow + milliseconds(30), true},
       }) {
    FileText file = make_file_text("ALL: ALL\n");
    file.status.st_mtim.tv_sec = given.written.count() / 1000;
    file.status.st_mtim.tv_nsec = given.written.count() % 1000 * 1'000'000;
    EXPECT_EQ(was_left_alone(file, given.began, given.ended), given.is_left_alone)
        << (given.written - kNow).count();
  }
}

// Its time alone, which lags behind, would make it whole at once.
TEST_F(QuietFiles, AFileOfAMomentAgoIsReadTwice) {
  const auto began = steady_clock::now();
  write("a: b\n", kQuiet + kFileTimeLag / 2);
  EXPECT_TRUE(read_quiet_file(path()).is_whole);
  EXPECT_GE(steady_clock::now() - began, kQuiet);
}

TEST_F(QuietFiles, ATimeInTheFutureCountsAsLongAgo) {
  write("a: b", -std::chrono::hours(1));
  EXPECT_TRUE(read_quiet_file(path()).is_whole);
}

TEST_F(QuietFiles, AFileThatIsWrittenAllTheTimeIsNotWhole) {
  write("a: b\n", std::chrono::milliseconds(0));
  std::jthread writer([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      write("a: b\n", std::chrono::milliseconds(0));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  // A writer that is kept from running for long leaves the file alone for long: then it is whole.
  bool was_whole = true;
  for (int attempt = 0; attempt < 20 && was_whole; ++attempt)
    was_whole = read_quiet_file(path()).is_whole;
  EXPECT_FALSE(was_whole);
}

TEST_F(QuietFiles, AMissingFileIsTold) {
  const QuietFile file = read_quiet_file(path());
  EXPECT_TRUE(file.is_whole);
  EXPECT_EQ(file.file.error_number, ENOENT);
}

TEST_F(QuietFiles, WhatIsNoRegularFileIsNotWaitedFor) {
  const QuietFile directory_file = read_quiet_file(directory.path());
  EXPECT_TRUE(directory_file.file.is_directory);
  EXPECT_EQ(directory_file.file.text, "");
  EXPECT_EQ(read_quiet_file("/dev/null").file.text, "");
}

TEST_F(QuietFiles, AFifoWithoutAWriterReadsAsEmpty) {
  ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(read_quiet_file(path()).file.text, "");
}

}  // namespace
}  // namespace portreeve::wrappers
