#include "core/system_root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::core {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;

class Capture : public ::testing::Test {
 protected:
  TemporaryDirectory directory_;
  SystemRoot root_ = *SystemRoot::capture(directory_.path());
};

TEST_F(Capture, FilesAreReadBelowTheDirectory) {
  directory_.write("proc/net/tcp", "text\n");
  EXPECT_EQ(*root_.read("/proc/net/tcp"), "text\n");
  EXPECT_EQ(root_.shown_path("/proc/net/tcp"), directory_.path() + "/proc/net/tcp");
  EXPECT_FALSE(root_.is_live());
}

TEST_F(Capture, AMissingFileIsAnErrorThatNamesItWhereItWouldBe) {
  const auto contents = root_.read("/etc/missing");
  ASSERT_FALSE(contents);
  EXPECT_EQ(contents.error().errno_value, ENOENT);
  EXPECT_EQ(contents.error().to_string(),
            "cannot open " + directory_.path() + "/etc/missing: No such file or directory");
}

TEST_F(Capture, AnEmptyFileIsEmpty) {
  directory_.write("empty", "");
  EXPECT_EQ(*root_.read("/empty"), "");
  EXPECT_EQ(*root_.read_value("/empty"), "");
}

TEST_F(Capture, AFileOfManyPagesIsReadWhole) {
  const std::string contents(100'000, 'x');
  directory_.write("large", contents);
  EXPECT_EQ(*root_.read("/large"), contents);
}

TEST_F(Capture, AValueLosesItsBlanksAndHasALimit) {
  directory_.write("value", " 1\n");
  EXPECT_EQ(*root_.read_value("/value"), "1");
  directory_.write("value", std::string(4095, 'x'));
  EXPECT_EQ(root_.read_value("/value")->size(), 4095u);
  directory_.write("value", std::string(4096, 'x'));
  EXPECT_THAT(root_.read_value("/value").error().to_string(), EndsWith("it is larger than 4095 bytes"));
}

TEST_F(Capture, LinksCannotLeadOut) {
  TemporaryDirectory elsewhere;
  elsewhere.write("secret", "secret");
  const std::string secret = elsewhere.path() + "/secret";
  std::filesystem::create_symlink(secret, directory_.path() + "/absolute");
  std::filesystem::create_symlink("../../../../../../../.." + secret, directory_.path() + "/relative");
  std::filesystem::create_symlink(elsewhere.path(), directory_.path() + "/directory");
  for (const auto* path : {"/absolute", "/relative", "/directory/secret", "/../secret"}) {
    EXPECT_FALSE(root_.read(path)) << path;
  }
}

TEST_F(Capture, AnAbsoluteLinkLeadsToTheSamePlaceInside) {
  directory_.write("etc/real", "inside");
  std::filesystem::create_symlink("/etc/real", directory_.path() + "/link");
  EXPECT_EQ(*root_.read("/link"), "inside");
  EXPECT_EQ(*root_.read_link("/link"), "/etc/real");
}

TEST_F(Capture, OnlyRegularFilesAreRead) {
  ASSERT_EQ(::mkfifo((directory_.path() + "/pipe").c_str(), 0600), 0);
  std::filesystem::create_directory(directory_.path() + "/directory");
  for (const auto* path : {"/pipe", "/directory"}) {
    EXPECT_THAT(root_.read(path).error().to_string(), EndsWith("it is not a regular file")) << path;
    EXPECT_FALSE(root_.read_value(path)) << path;
  }
}

TEST_F(Capture, AFileOfAnyKindIsInspected) {
  ASSERT_EQ(::mkfifo((directory_.path() + "/pipe").c_str(), 0620), 0);
  const auto pipe = root_.inspect("/pipe");
  ASSERT_TRUE(pipe);
  EXPECT_TRUE(S_ISFIFO(pipe->st_mode));
  EXPECT_TRUE(S_ISDIR(root_.inspect("/")->st_mode));
  EXPECT_EQ(root_.inspect("/missing").error().errno_value, ENOENT);
}

TEST_F(Capture, ADirectoryIsListedInOrder) {
  for (const auto* name : {"list/b", "list/a", "list/.hidden"})
    directory_.write(name, "");
  EXPECT_THAT(*root_.list("/list"), ElementsAre(".hidden", "a", "b"));
  EXPECT_EQ(root_.list("/list/a").error().errno_value, ENOTDIR);
}

TEST(SystemRoot, ADirectoryThatIsNotThereIsAnError) {
  EXPECT_EQ(SystemRoot::capture("/nowhere/at/all").error().errno_value, ENOENT);
  EXPECT_FALSE(SystemRoot::capture(""));
}

TEST(SystemRoot, TheRootDirectoryIsTheRunningSystem) {
  EXPECT_TRUE(SystemRoot::capture("/")->is_live());
}

TEST(SystemRoot, AFileThatTheKernelHandsOutInPiecesIsReadWhole) {
  const auto whole = SystemRoot().read("/proc/self/smaps");
  ASSERT_TRUE(whole);
  EXPECT_GT(whole->size(), 8192u);
  EXPECT_THAT(*whole, EndsWith("\n"));
}

}  // namespace
}  // namespace portreeve::core
