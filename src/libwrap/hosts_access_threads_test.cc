#include <cstdlib>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "libwrap/tcpd.h"
#include "wrappers/policy.h"
#include "wrappers/threads_for_tests.h"

namespace portreeve::libwrap {
namespace {

TEST(HostsAccessThreads, DecideByTheOldFileOrByTheNewOneAndNeverByAMixture) {
  const core::TemporaryDirectory directory;
  std::string allow = directory.path() + "/hosts.allow";
  // Whom no rule of the first file is for, the second one refuses: so a mixture shows.
  std::string deny = directory.path() + "/hosts.deny";
  directory.write("hosts.deny", "ALL: ALL\n");
  ASSERT_EQ(setenv(wrappers::kStrictVariable, "no", 1), 0);
  hosts_allow_table = allow.data();
  hosts_deny_table = deny.data();
  const wrappers::ThreadsOutcome outcome = wrappers::decide_while_rewriting(allow, [](const char* client) {
    request_info request;
    request_init(&request, RQ_DAEMON, "sshd", RQ_CLIENT_ADDR, client, RQ_CLIENT_NAME, STRING_UNKNOWN, 0);
    return hosts_access(&request) != 0;
  });
  ASSERT_FALSE(outcome.failed);
  EXPECT_EQ(outcome.lost_children, 0);
  EXPECT_GT(outcome.decisions, wrappers::kDecidingThreads);
  if (outcome.was_slow)
    GTEST_SKIP() << "this machine is too busy: a half-written file was left alone for long";
  EXPECT_EQ(outcome.mixtures, 0);
}

}  // namespace
}  // namespace portreeve::libwrap
