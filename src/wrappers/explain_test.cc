#include "wrappers/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/plain_request.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Reason = Decision::Reason;

Explanation ask(const std::string& allow, const std::string& deny, bool is_strict = false) {
  const Tables tables;
  const std::vector<RuleTexts::File> files{{std::string(tables.allow), allow, "", false},
                                           {std::string(tables.deny), deny, "", false}};
  PlainRequest request("sshd", {"10.1.2.3", "host.example.org"});
  return explain(files, tables, request, is_strict);
}

std::vector<std::string> reasons(const Explanation& explanation) {
  std::vector<std::string> texts;
  for (const PassedRule& rule : explanation.passed)
    texts.push_back(rule.reason);
  return texts;
}

TEST(Explain, NamesTheRuleThatDecides) {
  const Explanation explanation = ask("", "# none\nALL: \\\n  ALL\n");
  EXPECT_FALSE(explanation.decision.is_granted);
  EXPECT_EQ(explanation.decision.table, "/etc/hosts.deny");
  EXPECT_EQ(explanation.decision.line, 3);
  EXPECT_EQ(explanation.rule, "ALL:   ALL");
}

TEST(Explain, SaysThatNoRuleMatches) {
  const Explanation explanation = ask("", "");
  EXPECT_TRUE(explanation.decision.is_granted);
  EXPECT_EQ(explanation.decision.reason, Reason::kNoRule);
  EXPECT_EQ(explanation.rule, "");
}

TEST(Explain, SaysWhyEarlierRulesDoNotMatch) {
  const Explanation explanation =
      ask("ftpd: ALL\nsshd: 10.9.\nALL EXCEPT sshd: ALL\nsshd: ALL EXCEPT .org\nsshd:\nx\n", "ALL: ALL\n");
  EXPECT_THAT(
      reasons(explanation),
      ElementsAre(HasSubstr("no pattern of the daemon list"), HasSubstr("no pattern of the client list"),
                  HasSubstr("the daemon pattern \"ALL\" matches"),
                  HasSubstr("the client pattern \"ALL\" matches"), HasSubstr("the client list is empty"),
                  HasSubstr("no \":\" outside brackets")));
}

TEST(Explain, DoesNotGoOnBehindTheRuleThatDecides) {
  const Explanation explanation = ask("sshd: ALL\nftpd: ALL\n", "ALL: ALL\n");
  EXPECT_THAT(explanation.passed, IsEmpty());
}

TEST(Explain, ShowsWhatWouldRunWithItsExpansions) {
  const Explanation explanation = ask("", "ALL: ALL: spawn /bin/echo %h: deny\n");
  ASSERT_EQ(explanation.options.size(), 2U);
  EXPECT_EQ(explanation.options[0].keyword, "spawn");
  EXPECT_EQ(explanation.options[0].value, "/bin/echo host.example.org");
}

TEST(Explain, SaysThatACommandTakesOver) {
  EXPECT_TRUE(ask("ALL: ALL: twist /bin/echo\n", "").is_delegated);
  EXPECT_FALSE(ask("ALL: ALL: spawn /bin/echo\n", "").is_delegated);
}

TEST(Explain, TellsWhatADaemonWouldLog) {
  EXPECT_THAT(ask("ALL: ALL: nonsense\n", "").messages,
              ElementsAre("error: /etc/hosts.allow, line 1: bad option name: \"nonsense\""));
}

TEST(Explain, TellsOfTheTrapThatAStrictDecisionRunsInto) {
  const Explanation explanation = ask("sshd ALL\n", "", true);
  EXPECT_EQ(explanation.decision.reason, Reason::kTrap);
  EXPECT_FALSE(explanation.decision.is_granted);
  EXPECT_THAT(explanation.messages.back(), HasSubstr("/etc/hosts.allow, line 1: the line has no \":\""));
}

TEST(Explain, TellsOfALineThatLacksItsEnd) {
  const Explanation explanation = ask("", "ALL: ALL");
  EXPECT_EQ(explanation.decision.reason, Reason::kUnusableTable);
  EXPECT_THAT(reasons(explanation), ElementsAre(HasSubstr("lacks its newline")));
}

}  // namespace
}  // namespace portreeve::wrappers
