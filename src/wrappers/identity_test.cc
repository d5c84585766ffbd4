#include "wrappers/identity.h"

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

// Runs checks in a child, whose credentials may change for good: how many of them do not hold.
int failures_in_child(const std::function<int()>& checks) {
  const pid_t child = fork();
  if (child == 0) _exit(checks());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

class CredentialsOfRoot : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "only root can change its credentials";
    if (getpwnam("nobody") == nullptr || getgrnam("daemon") == nullptr)
      GTEST_SKIP() << "there is no user nobody or no group daemon";
    nobody_ = getpwnam("nobody")->pw_uid;
    nogroup_ = getpwnam("nobody")->pw_gid;
    daemon_ = getgrnam("daemon")->gr_gid;
  }

  uid_t nobody_ = 0;
  gid_t nogroup_ = 0;
  gid_t daemon_ = 0;
};

TEST(Credentials, NamesThatAreNotThereAreErrors) {
  for (const bool is_dry_run : {false, true}) {
    Credentials credentials;
    EXPECT_EQ(credentials.set_user("no-such-user", is_dry_run), "unknown user: \"no-such-user\"");
    EXPECT_EQ(credentials.set_group("no-such-group", is_dry_run), "unknown group: \"no-such-group\"");
    EXPECT_EQ(credentials.set_user("", is_dry_run), "unknown user: \"\"");
  }
}

TEST(Credentials, NumbersAreNoNames) {
  Credentials credentials;
  EXPECT_TRUE(credentials.set_user("0", true));
  EXPECT_TRUE(credentials.set_group("0", true));
}

TEST(Credentials, ADryRunChangesNothing) {
  const uid_t user = geteuid();
  const gid_t group = getegid();
  Credentials credentials;
  EXPECT_EQ(credentials.set_group("daemon", true), std::nullopt);
  EXPECT_EQ(credentials.set_user("nobody", true), std::nullopt);
  EXPECT_EQ(geteuid(), user);
  EXPECT_EQ(getegid(), group);
}

TEST_F(CredentialsOfRoot, AUserBringsItsOwnGroup) {
  EXPECT_EQ(failures_in_child([this] {
              Credentials credentials;
              const bool is_set = !credentials.set_user("nobody", false);
              return !is_set + (getuid() != nobody_) + (geteuid() != nobody_) + (getgid() != nogroup_);
            }),
            0);
}

TEST_F(CredentialsOfRoot, TheGroupThatWasSetBeforeStays) {
  EXPECT_EQ(failures_in_child([this] {
              Credentials credentials;
              const bool is_set =
                  !credentials.set_group("daemon", false) && !credentials.set_user("nobody", false);
              return !is_set + (getuid() != nobody_) + (getgid() != daemon_) + (getegid() != daemon_);
            }),
            0);
}

TEST_F(CredentialsOfRoot, NothingOfRootIsLeft) {
  EXPECT_EQ(failures_in_child([this] {
              const gid_t roots[] = {0, 4, 24};
              if (setgroups(3, roots) != 0) return 100;
              Credentials credentials;
              if (credentials.set_user("nobody", false)) return 101;
              gid_t groups[64];
              const int count = getgroups(64, groups);
              int failures = setuid(0) == 0;
              for (int i = 0; i < count; ++i)
                failures += groups[i] != nogroup_;
              return failures;
            }),
            0);
}

TEST_F(CredentialsOfRoot, TheGroupAloneBecomesTheOnlyOne) {
  EXPECT_EQ(failures_in_child([this] {
              Credentials credentials;
              if (credentials.set_group("daemon", false)) return 100;
              gid_t groups[64];
              return (getgroups(64, groups) != 1) + (groups[0] != daemon_) + (getuid() != 0);
            }),
            0);
}

TEST_F(CredentialsOfRoot, WhoHasThemAlreadyMayNameThem) {
  EXPECT_EQ(failures_in_child([this] {
              if (setgroups(0, nullptr) != 0 || setgid(nogroup_) != 0 || setuid(nobody_) != 0) return 100;
              Credentials credentials;
              return credentials.set_user("nobody", false) ? 1 : 0;
            }),
            0);
}

TEST_F(CredentialsOfRoot, AnotherUserIsNotForOrdinaryUsers) {
  EXPECT_EQ(failures_in_child([this] {
              if (setgroups(0, nullptr) != 0 || setgid(nogroup_) != 0 || setuid(nobody_) != 0) return 100;
              Credentials credentials;
              const auto fault = credentials.set_user("root", false);
              return fault == "setgid(root): Operation not permitted" ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace portreeve::wrappers
