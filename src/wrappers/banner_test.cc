#include "wrappers/banner.h"

#include <sys/socket.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file_descriptor.h"
#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::string_literals;

class Banner : public ::testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    ours_ = core::FileDescriptor(ends[0]);
    client_ = core::FileDescriptor(ends[1]);
    test.request.connection = ours_.get();
  }

  // What the client gets when the banner of its daemon is this text.
  std::string sent(std::string_view text) {
    directory.write("sshd", text);
    return sent();
  }
  std::string sent() {
    send_banner(directory.path(), test.evaluation);
    char bytes[65536];
    const ssize_t got = recv(client_.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    return got < 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(got));
  }
  void leave() { client_ = core::FileDescriptor(); }

  core::TemporaryDirectory directory;
  EvaluationForTests test;

 private:
  core::FileDescriptor ours_;
  core::FileDescriptor client_;
};

TEST_F(Banner, LinesEndInCarriageReturnAndNewline) {
  EXPECT_EQ(sent("one\ntwo\n"), "one\r\ntwo\r\n");
}

TEST_F(Banner, NoNewlineIsAddedToALastLineWithoutOne) {
  EXPECT_EQ(sent("one"), "one");
}

TEST_F(Banner, ExpansionsAreDone) {
  EXPECT_EQ(sent("Hello %a, this is %d\n"), "Hello 10.1.2.3, this is sshd\r\n");
}

TEST_F(Banner, ALineWithUnbalancedBracketsEndsInTheNewlineAlone) {
  EXPECT_EQ(sent("a [b\nc [d]\n"), "a [b\nc [d]\r\n");
}

TEST_F(Banner, NulBytesAtTheStartGoOutFirst) {
  EXPECT_EQ(sent("\0\0hello\n"s), "\0\0hello\r\n"s);
}

TEST_F(Banner, ALineEndsAtALaterNulByte) {
  EXPECT_EQ(sent("a\0junk\nb\n"s), "ab\r\n");
}

TEST_F(Banner, AnEmptyFileSendsNothing) {
  EXPECT_EQ(sent(""), "");
}

TEST_F(Banner, AMissingFileIsNoBanner) {
  EXPECT_EQ(sent(), "");
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Banner, AMissingDirectoryIsWarnedOf) {
  test.evaluation.position = {"TABLE", 2};
  send_banner("/nonexistent/banners", test.evaluation);
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre("warning: TABLE, line 2: /nonexistent/banners: No such file or directory"));
}

TEST_F(Banner, ALineThatGrowsTooLongIsLeftOut) {
  test.request.daemon_name = "sshd";
  std::string text;
  for (int i = 0; i < 4000; ++i)
    text += "%A";
  EXPECT_EQ(sent(text + "\nnext\n"), "next\r\n");
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("too long once expanded")));
}

TEST_F(Banner, AClientThatHasLeftDoesNotEndTheDaemon) {
  leave();
  directory.write("sshd", "hello\n");
  send_banner(directory.path(), test.evaluation);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Banner, WithoutAConnectionNothingIsSent) {
  test.request.connection = -1;
  EXPECT_EQ(sent("hello\n"), "");
}

TEST(BannerPath, IsTheFileOfTheDaemon) {
  EXPECT_EQ(banner_path("/etc/banners", "sshd"), "/etc/banners/sshd");
}

}  // namespace
}  // namespace portreeve::wrappers
