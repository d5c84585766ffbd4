#include "wrappers/command.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file_descriptor.h"
#include "core/temporary_directory_for_tests.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

using ::testing::Not;
using ::testing::StartsWith;

class RunCommand : public ::testing::Test {
 protected:
  // What a command writes to the file that its "$OUT" stands for.
  std::string written(const std::string& command, CommandStreams streams, int client = -1) {
    const std::string file = directory.path() + "/out";
    EXPECT_TRUE(run_command("OUT=" + file + "; " + command, streams, client).succeeded()) << command;
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  core::TemporaryDirectory directory;
};

TEST_F(RunCommand, SucceedsWithStatusZeroAlone) {
  EXPECT_TRUE(run_command("exit 0", CommandStreams::kNull, -1).succeeded());
  EXPECT_FALSE(run_command("exit 1", CommandStreams::kNull, -1).succeeded());
}

TEST_F(RunCommand, TellsTheExitStatus) {
  const CommandResult result = run_command("exit 7", CommandStreams::kNull, -1);
  ASSERT_TRUE(WIFEXITED(result.wait_status));
  EXPECT_EQ(WEXITSTATUS(result.wait_status), 7);
}

TEST_F(RunCommand, TellsTheSignalAndTheProcessThatItEnded) {
  const CommandResult result = run_command("kill -TERM $$", CommandStreams::kNull, -1);
  ASSERT_TRUE(WIFSIGNALED(result.wait_status));
  EXPECT_EQ(WTERMSIG(result.wait_status), SIGTERM);
  EXPECT_GT(result.process, 0);
  EXPECT_FALSE(result.succeeded());
}

TEST_F(RunCommand, TellsTheProcessIdOfTheShell) {
  const std::string file = directory.path() + "/pid";
  const CommandResult result = run_command("echo $$ > " + file, CommandStreams::kNull, -1);
  int process = 0;
  std::ifstream(file) >> process;
  EXPECT_EQ(process, result.process);
}

TEST_F(RunCommand, NullStreamsAreTheNullDevice) {
  EXPECT_TRUE(run_command("for i in 0 1 2; do test /dev/null -ef /proc/$$/fd/$i || exit 1; done",
                          CommandStreams::kNull, -1)
                  .succeeded());
}

TEST_F(RunCommand, TheCallersStreamsAreKeptExceptForTheConnection) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const core::FileDescriptor connection(ends[0]);
  const core::FileDescriptor client(ends[1]);
  const core::FileDescriptor saved(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  const std::string streams = "readlink /proc/$$/fd/0 > $OUT";
  const std::string before = written(streams, CommandStreams::kCaller, connection.get());
  ASSERT_EQ(dup2(connection.get(), STDIN_FILENO), STDIN_FILENO);
  const std::string as_connection = written(streams, CommandStreams::kCaller, connection.get());
  const std::string without_client = written(streams, CommandStreams::kCaller);
  ASSERT_EQ(dup2(saved.get(), STDIN_FILENO), STDIN_FILENO);
  EXPECT_THAT(before, Not(StartsWith("socket:")));
  EXPECT_EQ(as_connection, "/dev/null\n");
  EXPECT_THAT(without_client, StartsWith("socket:"));
}

TEST_F(RunCommand, TheShellHasNoDescriptorsBeyondTheThree) {
  const core::FileDescriptor open_file(open("/dev/null", O_RDONLY));
  ASSERT_TRUE(open_file);
  const std::string ours = decimal(open_file.get());
  EXPECT_TRUE(
      run_command("for n in 3 4 5 6 7 8 9 " + ours + "; do test -e /proc/$$/fd/$n && exit 1; done; exit 0",
                  CommandStreams::kCaller, -1)
          .succeeded());
}

TEST_F(RunCommand, HangupIsIgnored) {
  EXPECT_EQ(written("kill -HUP $$; echo alive > $OUT", CommandStreams::kNull), "alive\n");
}

TEST_F(RunCommand, TheCallersSignalMaskIsNotHandedOn) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ASSERT_EQ(pthread_sigmask(SIG_BLOCK, &blocked, &before), 0);
  const CommandResult result = run_command("kill -TERM $$", CommandStreams::kNull, -1);
  ASSERT_EQ(pthread_sigmask(SIG_SETMASK, &before, nullptr), 0);
  EXPECT_TRUE(WIFSIGNALED(result.wait_status));
}

TEST_F(RunCommand, ABackgroundCommandIsNotWaitedFor) {
  EXPECT_TRUE(run_command("sleep 60 & echo $! > " + directory.path() + "/pid", CommandStreams::kNull, -1)
                  .succeeded());
  int process = 0;
  std::ifstream(directory.path() + "/pid") >> process;
  ASSERT_GT(process, 0);
  EXPECT_EQ(kill(process, SIGKILL), 0);
}

std::atomic<int> g_child_signals{0};

void count_child_signal(int) {
  ++g_child_signals;
}

TEST_F(RunCommand, TheCallerGetsNoSignalOfIt) {
  g_child_signals = 0;
  const auto before = std::signal(SIGCHLD, count_child_signal);
  EXPECT_TRUE(run_command("true", CommandStreams::kNull, -1).succeeded());
  std::signal(SIGCHLD, before);
  EXPECT_EQ(g_child_signals, 0);
}

TEST_F(RunCommand, TheCallersWaitDoesNotSeeIt) {
  EXPECT_TRUE(run_command("true", CommandStreams::kNull, -1).succeeded());
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(RunCommand, TheCallersOwnChildrenAreLeftToIt) {
  const pid_t child = fork();
  if (child == 0) _exit(3);
  EXPECT_TRUE(run_command("true", CommandStreams::kNull, -1).succeeded());
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 3);
}

TEST_F(RunCommand, TheStatusIsKnownWhereTheCallerIgnoresItsChildren) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const CommandResult result = run_command("exit 5", CommandStreams::kNull, -1);
  std::signal(SIGCHLD, before);
  EXPECT_EQ(result.error_number, 0);
  EXPECT_EQ(WEXITSTATUS(result.wait_status), 5);
}

// How a child that does `work` ends.
int status_of(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return status;
}

TEST_F(RunCommand, WorksWhereTheCallerHasNoStreamsAtAll) {
  EXPECT_EQ(status_of([] {
              for (const unsigned stream : {0U, 1U, 2U})
                close_range(stream, stream, 0);
              const bool is_null =
                  run_command("for i in 0 1 2; do test /dev/null -ef /proc/$$/fd/$i || exit 1; done",
                              CommandStreams::kNull, -1)
                      .succeeded();
              const bool runs = run_command("exit 0", CommandStreams::kCaller, -1).succeeded();
              return is_null && runs ? 0 : 1;
            }),
            0);
}

TEST(BecomeCommand, PutsTheConnectionOnTheThreeStreams) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const core::FileDescriptor connection(ends[0]);
  const core::FileDescriptor client(ends[1]);
  ASSERT_EQ(write(client.get(), "hello\n", 6), 6);
  const int status = status_of([&] {
    become_command("read word; echo \"out $word\"; echo \"err $word\" >&2; exit 4", connection.get());
    return 1;
  });
  EXPECT_EQ(WEXITSTATUS(status), 4);
  char bytes[64] = {};
  EXPECT_GT(recv(client.get(), bytes, sizeof bytes - 1, MSG_DONTWAIT), 0);
  EXPECT_STREQ(bytes, "out hello\nerr hello\n");
}

TEST(BecomeCommand, WorksForAConnectionThatIsOneOfTheThree) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const core::FileDescriptor connection(ends[0]);
  const core::FileDescriptor client(ends[1]);
  const int status = status_of([&] {
    dup2(connection.get(), STDOUT_FILENO);
    close_range(STDIN_FILENO, STDIN_FILENO, 0);
    become_command("test -S /proc/$$/fd/0 && test -S /proc/$$/fd/2 && echo all", STDOUT_FILENO);
    return 1;
  });
  EXPECT_EQ(status, 0);
  char bytes[64] = {};
  EXPECT_GT(recv(client.get(), bytes, sizeof bytes - 1, MSG_DONTWAIT), 0);
  EXPECT_STREQ(bytes, "all\n");
}

TEST(BecomeCommand, FailsWithoutAConnection) {
  errno = 0;
  become_command("true", -1);
  EXPECT_EQ(errno, EBADF);
}

}  // namespace
}  // namespace portreeve::wrappers
