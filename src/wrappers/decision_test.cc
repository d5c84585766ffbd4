#include "wrappers/decision.h"

#include <chrono>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"
#include "wrappers/table_cache.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Reason = Decision::Reason;

class Decide : public ::testing::Test {
 protected:
  Decision decide_now() { return decide({allow_path, deny_path}, cache, test.evaluation, process); }
  Decision decide_by(std::string_view allow, std::string_view deny) {
    write("hosts.allow", allow);
    write("hosts.deny", deny);
    return decide_now();
  }

  // Writes a file so long ago that nobody waits for its writer (quiet_file.h).
  void write(std::string_view name, std::string_view text) {
    directory.write(name, text);
    std::filesystem::last_write_time(
        directory.path() + "/" + std::string(name),
        std::filesystem::file_time_type::clock::now() - std::chrono::hours(++age_));
  }

  core::TemporaryDirectory directory;
  std::string allow_path = directory.path() + "/hosts.allow";
  std::string deny_path = directory.path() + "/hosts.deny";
  TableCache cache;
  EvaluationForTests test;
  ProcessForTests process;

 private:
  int age_ = 0;
};

TEST_F(Decide, WithoutFilesEverybodyIsServed) {
  const Decision decision = decide_now();
  EXPECT_TRUE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kNoRule);
  EXPECT_EQ(decision.table, "");
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Decide, EmptyPathsAreFilesWithoutRules) {
  allow_path = deny_path = "";
  EXPECT_EQ(decide_now().reason, Reason::kNoRule);
}

TEST_F(Decide, AMatchInTheAllowTableGrantsWhateverTheDenyTableSays) {
  const Decision decision = decide_by("vsftpd: ALL\nsshd: 10.1.\n", "ALL: ALL\n");
  EXPECT_TRUE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kRule);
  EXPECT_EQ(decision.table, allow_path);
  EXPECT_EQ(decision.line, 2);
  EXPECT_THAT(test.diagnostics.matched_lines, ElementsAre(2));
}

TEST_F(Decide, AMatchInTheDenyTableRefuses) {
  const Decision decision = decide_by("sshd: 10.9.\n", "# all\nALL: ALL\n");
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kRule);
  EXPECT_EQ(decision.table, deny_path);
  EXPECT_EQ(decision.line, 2);
}

TEST_F(Decide, NoMatchInEitherGrants) {
  const Decision decision = decide_by("sshd: 10.9.\n", "sshd: 10.8.\n");
  EXPECT_TRUE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kNoRule);
}

TEST_F(Decide, DenyInTheAllowTableRefuses) {
  const Decision decision = decide_by("ALL: ALL: deny\n", "");
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kOption);
  EXPECT_EQ(decision.table, allow_path);
}

TEST_F(Decide, AllowInTheDenyTableGrants) {
  const Decision decision = decide_by("", "ALL: ALL: allow\n");
  EXPECT_TRUE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kOption);
  EXPECT_EQ(decision.table, deny_path);
}

TEST_F(Decide, OptionsThatPassLeaveItToTheTable) {
  EXPECT_TRUE(decide_by("ALL: ALL: severity info\n", "").is_granted);
  EXPECT_FALSE(decide_by("", "ALL: ALL: severity info\n").is_granted);
}

TEST_F(Decide, AnErrorInTheOptionsRefusesInBothTables) {
  for (const bool in_allow : {true, false}) {
    const std::string_view rule = "ALL: ALL: nosuch\n";
    const Decision decision = decide_by(in_allow ? rule : "", in_allow ? "" : rule);
    EXPECT_FALSE(decision.is_granted);
    EXPECT_EQ(decision.reason, Reason::kBadOption);
    EXPECT_EQ(decision.line, 1);
  }
}

TEST_F(Decide, AnUnusableAllowTableLeavesItToTheDenyTable) {
  EXPECT_EQ(decide_by("ALL: ALL", "").reason, Reason::kNoRule);
  const Decision decision = decide_by("ALL: ALL", "ALL: ALL\n");
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kRule);
}

TEST_F(Decide, AnUnusableDenyTableRefuses) {
  const Decision decision = decide_by("", "# none\nsshd: 10.9.");
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kUnusableTable);
  EXPECT_EQ(decision.table, deny_path);
  EXPECT_EQ(decision.line, 1);
}

TEST_F(Decide, AnUnreadableAllowTableIsWarnedOfAndLeavesItToTheDenyTable) {
  directory.link("hosts.allow", "hosts.allow");
  EXPECT_TRUE(decide_now().is_granted);
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre("warning: cannot open " + allow_path + ": Too many levels of symbolic links"));
}

TEST_F(Decide, AnUnreadableDenyTableRefuses) {
  directory.link("hosts.deny", "hosts.deny");
  const Decision decision = decide_now();
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kUnusableTable);
}

TEST_F(Decide, ADirectoryReadsAsATableWithoutRules) {
  allow_path = deny_path = directory.path();
  EXPECT_EQ(decide_now().reason, Reason::kNoRule);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Decide, AFailedCommandInTheAllowTableLeavesItToTheDenyTable) {
  const Decision decision = decide_by("ALL: ALL: aclexec false\nALL: ALL\n", "ALL: ALL\n");
  EXPECT_FALSE(decision.is_granted);
  EXPECT_EQ(decision.table, deny_path);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("notice: aclexec returned 1"));
}

TEST_F(Decide, AFailedCommandInTheDenyTableGrants) {
  const Decision decision = decide_by("", "ALL: ALL: aclexec false\nALL: ALL\n");
  EXPECT_TRUE(decision.is_granted);
  EXPECT_EQ(decision.reason, Reason::kNoRule);
}

TEST_F(Decide, TheDenyTableIsNotLookedAtAfterAMatch) {
  directory.link("hosts.deny", "hosts.deny");
  directory.write("hosts.allow", "ALL: ALL\n");
  EXPECT_TRUE(decide_now().is_granted);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Decide, MessagesAboutOptionsNameTheLine) {
  (void)decide_by("\nALL: ALL: umask x\n", "");
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre(HasSubstr("error: " + allow_path + ", line 2: bad umask value: \"x\"")));
}

}  // namespace
}  // namespace portreeve::wrappers
