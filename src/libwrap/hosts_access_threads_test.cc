#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "libwrap/tcpd.h"
#include "wrappers/policy.h"
#include "wrappers/threads_for_tests.h"

namespace portreeve::libwrap {
namespace {

constexpr int kRounds = 150;

bool is_granted(const char* client) {
  request_info request;
  request_init(&request, RQ_DAEMON, "sshd", RQ_CLIENT_ADDR, client, RQ_CLIENT_NAME, STRING_UNKNOWN, 0);
  return hosts_access(&request) != 0;
}

// Forks while another thread makes the first decisions of this process, and logs, `delay` after that has
// begun. The status of the child, which decides and logs as well: one that waits for ever for a lock ends by
// its alarm.
int fork_during_first_decision(std::chrono::nanoseconds delay) {
  std::atomic<bool> is_there{false};
  std::atomic<bool> is_going{false};
  std::thread first([&] {
    is_there = true;
    while (!is_going) {
    }
    for (int i = 0; i < 3; ++i)
      (void)is_granted("10.1.1.1");
  });
  while (!is_there) {
  }
  is_going = true;
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < delay) {
  }
  const pid_t child = fork();
  if (child == 0) {
    alarm(5);
    for (int i = 0; i < 3; ++i)
      (void)is_granted("10.1.1.1");
    _exit(0);
  }
  int status = -1;
  const bool is_over = child > 0 && waitpid(child, &status, 0) == child;
  first.join();
  return is_over ? status : -1;
}

// (The first of the tests here: in the others' process the first decision has been made.)
TEST(HostsAccessThreads, AForkDuringTheFirstDecisionLeavesTheChildAbleToDecide) {
  const core::TemporaryDirectory directory;
  // Two lines that are logged.
  directory.write("hosts.deny", "no separator\nneither\n");
  std::string deny = directory.path() + "/hosts.deny";
  std::this_thread::sleep_for(2 * wrappers::kQuiet);
  hosts_allow_table = deny.data();
  hosts_deny_table = deny.data();
  int stuck = 0;
  for (int round = 0; round < kRounds; ++round) {
    // A process that has not decided yet.
    const pid_t process = fork();
    ASSERT_GE(process, 0);
    if (process == 0) _exit(fork_during_first_decision(round * std::chrono::nanoseconds(700)) == 0 ? 0 : 1);
    int status = 0;
    ASSERT_EQ(waitpid(process, &status, 0), process);
    stuck += status != 0;
  }
  EXPECT_EQ(stuck, 0) << "of " << kRounds;
}

TEST(HostsAccessThreads, DecideByTheOldFileOrByTheNewOneAndNeverByAMixture) {
  const core::TemporaryDirectory directory;
  std::string allow = directory.path() + "/hosts.allow";
  // Whom no rule of the first file is for, the second one refuses: so a mixture shows.
  std::string deny = directory.path() + "/hosts.deny";
  directory.write("hosts.deny", "ALL: ALL\n");
  ASSERT_EQ(setenv(wrappers::kStrictVariable, "no", 1), 0);
  hosts_allow_table = allow.data();
  hosts_deny_table = deny.data();
  const wrappers::ThreadsOutcome outcome = wrappers::decide_while_rewriting(allow, is_granted);
  ASSERT_FALSE(outcome.failed);
  EXPECT_EQ(outcome.lost_children, 0);
  EXPECT_GT(outcome.decisions, wrappers::kDecidingThreads);
  if (outcome.was_slow)
    GTEST_SKIP() << "this machine is too busy: a half-written file was left alone for long";
  EXPECT_EQ(outcome.mixtures, 0);
}

}  // namespace
}  // namespace portreeve::libwrap
