#include "sockets/process_details.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "sockets/child_process_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::ExecutableState;
using core::SystemRoot;

TEST(CgroupPath, IsThatOfTheHierarchyThatSystemdUses) {
  const struct {
    const char* text;
    const char* path;
  } cases[] = {
      {"", ""},
      {"0::/system.slice/ssh.service\n", "/system.slice/ssh.service"},
      {"0::/a:b::c\n", "/a:b::c"},
      {"0::/\n", "/"},
      // both at once, as systemd had it for some years
      {"12:memory:/other\n1:name=systemd:/system.slice/old.service\n0::/system.slice/ssh.service\n",
       "/system.slice/ssh.service"},
      // the first version alone: the unified hierarchy is there, but nothing is in it
      {"12:memory:/user\n1:name=systemd:/system.slice/ssh.service\n0::/\n", "/system.slice/ssh.service"},
      {"12:memory:/user\n1:name=systemd:/system.slice/ssh.service\n", "/system.slice/ssh.service"},
      // no systemd, but a container
      {"3:memory:/docker/0123\n2:cpu,cpuacct:/docker/0123\n1:pids:/\n", "/docker/0123"},
      {"3:memory:/\n0::/\n", "/"},
      {"garbage\n:\n::\n", ""},
  };
  for (const auto& [text, path] : cases)
    EXPECT_EQ(cgroup_path(text), path) << text;
}

TEST(BracketedNumber, StandsBetweenThePrefixAndTheBracket) {
  EXPECT_EQ(bracketed_number("socket:[12345]", "socket:["), 12345u);
  EXPECT_EQ(bracketed_number("net:[4026531840]", "net:["), 4'026'531'840u);
  for (const char* const text : {"", "socket:[", "socket:[]", "socket:[1", "socket:[1x]", "socket:[-1]",
                                 "pipe:[1]", "socket:[18446744073709551616]"}) {
    EXPECT_EQ(bracketed_number(text, "socket:["), std::nullopt) << text;
  }
}

// A process that runs from a file of the test's own.
class Executable : public ::testing::Test {
 protected:
  void start(const std::string& name) {
    path_ = directory_.path() + "/" + name;
    std::filesystem::copy_file("/bin/sleep", path_);
    process_.emplace([this](const auto& tell) {
      tell(0);
      ::execl(path_.c_str(), path_.c_str(), "60", static_cast<char*>(nullptr));
      ::_exit(1);
    });
    while (details().executable != path_)
      std::this_thread::yield();
  }

  [[nodiscard]] core::ProcessRef details() const {
    core::ProcessRef process;
    process.pid = process_->pid();
    add_details(SystemRoot(), process);
    return process;
  }

  core::TemporaryDirectory directory_;
  std::string path_;
  std::optional<ChildProcess> process_;
};

TEST_F(Executable, IsPresentAsLongAsItsPathLeadsToIt) {
  start("daemon");
  EXPECT_EQ(details().executable_state, ExecutableState::kPresent);
  std::filesystem::rename(path_, path_ + "2");
  EXPECT_EQ(details().executable, path_ + "2");
  EXPECT_EQ(details().executable_state, ExecutableState::kPresent);
}

TEST_F(Executable, IsDeletedIfThereIsNoSuchFile) {
  start("daemon");
  std::filesystem::remove(path_);
  EXPECT_EQ(details().executable, path_ + " (deleted)");
  EXPECT_EQ(details().executable_state, ExecutableState::kDeleted);
}

TEST_F(Executable, IsReplacedIfThereIsAnotherFile) {
  start("daemon");
  directory_.write("new", "");
  std::filesystem::rename(directory_.path() + "/new", path_);
  EXPECT_EQ(details().executable, path_ + " (deleted)");
  EXPECT_EQ(details().executable_state, ExecutableState::kReplaced);
}

TEST_F(Executable, MayBeCalledDeleted) {
  start("daemon (deleted)");
  EXPECT_EQ(details().executable, path_);
  EXPECT_EQ(details().executable_state, ExecutableState::kPresent);
  std::filesystem::remove(path_);
  EXPECT_EQ(details().executable_state, ExecutableState::kDeleted);
}

TEST_F(Executable, IsDeletedEvenIfAnotherFileIsCalledThatWithTheMark) {
  start("daemon");
  std::filesystem::remove(path_);
  directory_.write("daemon (deleted)", "");
  EXPECT_EQ(details().executable_state, ExecutableState::kDeleted);
}

TEST(AddDetails, OfAnotherProcessWithThePidAreNotTaken) {
  core::ProcessRef process;
  process.pid = ::getpid();
  process.start_time = 1;
  process.name = "the first";
  const core::ProcessRef before = process;
  add_details(SystemRoot(), process);
  EXPECT_EQ(process, before);
  process.start_time = 0;
  add_details(SystemRoot(), process);
  EXPECT_NE(process.start_time, 0u);
  EXPECT_NE(process.executable, "");
}

TEST(AddDetails, OfACaptureKnowADeletedExecutableByItsMark) {
  const core::TemporaryDirectory directory;
  directory.link("proc/20/exe", "/tmp/x (deleted)");
  directory.link("proc/21/exe", "/tmp/x");
  directory.write("proc/21/status", "Name:\tx\nUid:\t1000\t1001\t1002\t1003\n");
  core::ProcessRef deleted;
  deleted.pid = 20;
  add_details(*SystemRoot::capture(directory.path()), deleted);
  EXPECT_EQ(deleted.executable_state, ExecutableState::kDeleted);
  EXPECT_EQ(deleted.uid, std::nullopt);
  core::ProcessRef other;
  other.pid = 21;
  add_details(*SystemRoot::capture(directory.path()), other);
  EXPECT_EQ(other.executable_state, ExecutableState::kUnknown);
  EXPECT_EQ(other.uid, 1001u);
}

}  // namespace
}  // namespace portreeve::sockets
