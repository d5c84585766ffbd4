#include "wrappers/expansion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kNoLimit = 100000;

struct Letter {
  std::string_view text, result;
};
class Letters : public ::testing::TestWithParam<Letter> {};

TEST_P(Letters, StandForPartsOfTheRequest) {
  EvaluationForTests test;
  test.request.user_name = "bob";
  test.request.client.port = 40000;
  test.request.server.port = 22;
  EXPECT_EQ(expand(GetParam().text, kNoLimit, test.evaluation), GetParam().result);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, Letters,
                         ::testing::Values(Letter{"%a", "10.1.2.3"}, Letter{"%A", "192.0.2.1"},
                                           Letter{"%c", "10.1.2.3"}, Letter{"%d", "sshd"},
                                           Letter{"%h", "10.1.2.3"}, Letter{"%H", "192.0.2.1"},
                                           Letter{"%n", "host.example.com"},
                                           Letter{"%N", "server.example.com"}, Letter{"%p", "4711"},
                                           Letter{"%r", "40000"}, Letter{"%R", "22"},
                                           Letter{"%s", "sshd@192.0.2.1"}, Letter{"%u", "bob"},
                                           Letter{"%%", "%"}, Letter{"%u %c", "bob bob@10.1.2.3"},
                                           Letter{"%n %h", "host.example.com host.example.com"},
                                           Letter{"%%a%%", "%a%"}, Letter{"x%", "x%"}, Letter{"%", "%"},
                                           Letter{"", ""}, Letter{"%h%a", "10.1.2.310.1.2.3"}));

TEST(Expand, PortsThatAreNotKnownAreZero) {
  EvaluationForTests test;
  EXPECT_EQ(expand("%r %R", kNoLimit, test.evaluation), "0 0");
}

TEST(Expand, NamesAndUsersAreLookedUpForTheirOwnLettersAlone) {
  EvaluationForTests test;
  (void)expand("%a %A %c %d %h %H %p %s", kNoLimit, test.evaluation);
  EXPECT_THAT(test.request.lookups, ElementsAre("client address", "server address"));
  (void)expand("%n%N%u", kNoLimit, test.evaluation);
  EXPECT_THAT(test.request.lookups,
              ElementsAre("client address", "server address", "client name", "server name", "user"));
}

TEST(Expand, ANameThatIsNotBelievedIsShownByTheAddressExceptWhereItIsAskedFor) {
  EvaluationForTests test;
  test.request.client.name = kParanoid;
  EXPECT_EQ(expand("%n %h %c", kNoLimit, test.evaluation), "paranoid 10.1.2.3 10.1.2.3");
}

TEST(Expand, WhatAShellWouldUnderstandBecomesAnUnderscore) {
  EvaluationForTests test;
  test.request.user_name = "a;b$(c)`d`\n'\"\\|&<>*?~#^{}[] \xff";
  EXPECT_EQ(expand("%u", kNoLimit, test.evaluation), "a_b__c__d____________________");
  test.request.user_name = "aZ09!@%-_=+:,./";
  EXPECT_EQ(expand("%u", kNoLimit, test.evaluation), "aZ09!@%-_=+:,./");
}

TEST(Expand, WhatIsPutInIsNotExpandedAgain) {
  EvaluationForTests test;
  test.request.user_name = "%d%u";
  EXPECT_EQ(expand("%u", kNoLimit, test.evaluation), "%d%u");
}

TEST(Expand, TheTextAroundStaysAsItIs) {
  EvaluationForTests test;
  EXPECT_EQ(expand("echo '$x' `%d` \xff", kNoLimit, test.evaluation), "echo '$x' `sshd` \xff");
}

TEST(Expand, AnUnknownLetterIsWarnedOfAndStandsForNothing) {
  EvaluationForTests test;
  test.evaluation.position = {"TABLE", 7};
  EXPECT_EQ(expand("a%xb", kNoLimit, test.evaluation), "ab");
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("warning: TABLE, line 7: unrecognized %x"));
}

TEST(Expand, TheResultStaysBelowItsLimit) {
  EvaluationForTests test;
  EXPECT_EQ(expand("1234567", 8, test.evaluation), "1234567");
  EXPECT_EQ(expand("12345678", 8, test.evaluation), std::nullopt);
  EXPECT_EQ(expand("%a", 9, test.evaluation), "10.1.2.3");
  EXPECT_EQ(expand("%a", 8, test.evaluation), std::nullopt);
}

TEST(Harmless, ChangesEveryOtherByte) {
  EXPECT_EQ(harmless("bob@host.example.com"), "bob@host.example.com");
  EXPECT_EQ(harmless("a b\n\x80"), "a_b__");
}

}  // namespace
}  // namespace portreeve::wrappers
