#include "wrappers/rule.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ParseRule, CutsAtTheFirstTwoColons) {
  const auto rule = parse_rule("a b : c d : spawn x : allow\n");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->daemons, "a b ");
  EXPECT_EQ(rule->clients, " c d ");
  EXPECT_TRUE(rule->has_options);
  EXPECT_EQ(rule->options, " spawn x : allow\n");
}

TEST(ParseRule, ARuleNeedsNoOptions) {
  const auto rule = parse_rule("a: b\n");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->clients, " b\n");
  EXPECT_FALSE(rule->has_options);
}

TEST(ParseRule, ColonsInBracketsSeparateNothing) {
  const auto rule = parse_rule("a@[::1]: [2001:db8::]/32\n");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->daemons, "a@[::1]");
  EXPECT_EQ(rule->clients, " [2001:db8::]/32\n");
}

TEST(ParseRule, AnAddressWithoutBracketsIsCut) {
  const auto rule = parse_rule("a: 2001:db8::7\n");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->clients, " 2001");
  EXPECT_EQ(rule->options, "db8::7\n");
}

TEST(ParseRule, ABracketOutOfPlaceHidesTheColon) {
  EXPECT_FALSE(parse_rule("a]b: ALL\n"));
  EXPECT_FALSE(parse_rule("[a: b\n"));
}

TEST(ParseRule, ABackslashDoesNotProtectAColon) {
  const auto rule = parse_rule("a: b\\: c\n");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->clients, " b\\");
}

TEST(BlankOrComment, ACommentBeginsInTheFirstColumn) {
  EXPECT_TRUE(is_blank_or_comment("# a: b\n"));
  EXPECT_FALSE(is_blank_or_comment(" # a: b\n"));
  EXPECT_TRUE(is_blank_or_comment(" \t\r\n"));
  EXPECT_TRUE(is_blank_or_comment(""));
  EXPECT_FALSE(is_blank_or_comment("\f\n"));
}

struct Split {
  std::string_view pattern, who, where;
  bool is_qualified = false;
};
class SplitPattern : public ::testing::TestWithParam<Split> {};

TEST_P(SplitPattern, CutsAtTheFirstAtThatIsNotTheFirstByte) {
  const QualifiedPattern parts = split_pattern(GetParam().pattern);
  EXPECT_EQ(parts.who, GetParam().who);
  EXPECT_EQ(parts.where, GetParam().where);
  EXPECT_EQ(parts.is_qualified, GetParam().is_qualified);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, SplitPattern,
    ::testing::Values(Split{"bob@host", "bob", "host", true}, Split{"host", "host", "host", false},
                      Split{"@ng", "@ng", "@ng", false}, Split{"@ng@x", "@ng", "x", true},
                      Split{"bob@@ng", "bob", "@ng", true}, Split{"bob@", "bob", "", true},
                      Split{"@", "@", "@", false}, Split{"@@", "@", "", true},
                      Split{"a@[b@c]", "a", "[b@c]", true}, Split{"[a@b]", "[a", "b]", true},
                      Split{"a@b@c", "a", "b@c", true}, Split{"", "", "", false}));

struct Port {
  std::string_view pattern;
  std::optional<std::uint16_t> port;
  bool wraps = false;
};
class PortPatterns : public ::testing::TestWithParam<Port> {};

TEST_P(PortPatterns, AreWholeWordsThatScanfReadsAsANumber) {
  const auto port = parse_port_pattern(GetParam().pattern);
  ASSERT_EQ(port.has_value(), GetParam().port.has_value()) << GetParam().pattern;
  if (!port) return;
  EXPECT_EQ(port->port, GetParam().port);
  EXPECT_EQ(port->wraps, GetParam().wraps);
}

INSTANTIATE_TEST_SUITE_P(Words, PortPatterns,
                         ::testing::Values(Port{"22", 22}, Port{"022", 22}, Port{"+22", 22}, Port{"0", 0},
                                           Port{"65535", 65535}, Port{"65536", std::nullopt},
                                           Port{"22x", std::nullopt}, Port{"0x16", std::nullopt},
                                           Port{"sshd", std::nullopt}, Port{"", std::nullopt},
                                           Port{"+", std::nullopt}, Port{"-1", std::nullopt},
                                           Port{"4294967318", 22, true}, Port{"-4294967274", 22, true}));

struct List {
  std::string_view list;
  bool matches = false;
};
class ClientLists : public ::testing::TestWithParam<List> {};

TEST_P(ClientLists, MatchAsExceptNests) {
  EvaluationForTests test;
  EXPECT_EQ(matches_clients(GetParam().list, test.evaluation), GetParam().matches) << GetParam().list;
}

INSTANTIATE_TEST_SUITE_P(
    Lists, ClientLists,
    ::testing::Values(List{"10.1.2.3", true}, List{"10.9.9.9 10.1.2.3", true}, List{"10.9.9.9,10.1.", true},
                      List{"", false}, List{" , \n", false}, List{"ALL EXCEPT 10.1.2.3", false},
                      List{"ALL except 10.9.9.9", true}, List{"10.9.9.9 EXCEPT 10.9.9.9", false},
                      List{"ALL EXCEPT", true}, List{"EXCEPT 10.9.9.9", false}, List{"EXCEPT", false},
                      List{"ALL EXCEPT 10. EXCEPT 10.1.2.3", true},
                      List{"ALL EXCEPT 10. EXCEPT 10.9.9.9", false},
                      List{"ALL EXCEPT 10.9.9.9 EXCEPT 10.1.2.3", true}, List{"ALL EXCEPT EXCEPT 10.", true},
                      List{"10.1.2.3 EXCEPT ALL EXCEPT ALL EXCEPT ALL", false},
                      List{"ALL 10.9.9.9 EXCEPT 10.9.9.9", true}, List{"EXCEPTION", false}));

class DaemonLists : public ::testing::TestWithParam<List> {};

TEST_P(DaemonLists, AreComparedWithTheDaemonAndItsPort) {
  EvaluationForTests test;
  test.request.server.port = 22;
  EXPECT_EQ(matches_daemons(GetParam().list, test.evaluation), GetParam().matches) << GetParam().list;
}

INSTANTIATE_TEST_SUITE_P(Lists, DaemonLists,
                         ::testing::Values(List{"sshd", true}, List{"SSHD", true}, List{"vsftpd sshd", true},
                                           List{"22", true}, List{"23", false}, List{"ssh*", true},
                                           List{"KNOWN", true}, List{"ALL EXCEPT sshd", false},
                                           List{"sshd@192.0.2.1", true}, List{"sshd@192.0.2.0/24", true},
                                           List{"sshd@server.example.com", true},
                                           List{"sshd@192.0.2.2", false}, List{"22@192.0.2.1", true},
                                           List{"LOCAL", false}, List{"/etc/passwd", false},
                                           List{"@netgroup", false}));

TEST(DaemonLists, APortMatchesNothingWhereThePortIsNotKnown) {
  EvaluationForTests test;
  EXPECT_FALSE(matches_daemons("22", test.evaluation));
  test.request.daemon_name = "22";
  EXPECT_FALSE(matches_daemons("22", test.evaluation));
}

struct Qualified {
  std::string_view pattern;
  bool matches = false;
};
class UserPatterns : public ::testing::TestWithParam<Qualified> {};

TEST_P(UserPatterns, AreComparedWithTheUserOnceTheHostMatches) {
  EvaluationForTests test;
  test.request.user_name = "bob";
  EXPECT_EQ(matches_clients(GetParam().pattern, test.evaluation), GetParam().matches) << GetParam().pattern;
}

INSTANTIATE_TEST_SUITE_P(Patterns, UserPatterns,
                         ::testing::Values(Qualified{"bob@ALL", true}, Qualified{"BOB@10.1.2.3", true},
                                           Qualified{"alice@ALL", false}, Qualified{"ALL@10.1.", true},
                                           Qualified{"KNOWN@ALL", true}, Qualified{"UNKNOWN@ALL", false},
                                           Qualified{"b*@ALL", true}, Qualified{"bob@", false},
                                           Qualified{"LOCAL@ALL", false}, Qualified{"bob@10.9.", false}));

TEST(MatchesRule, TheClientIsNotAskedForWhenTheDaemonListFails) {
  EvaluationForTests test;
  EXPECT_FALSE(matches_rule(*parse_rule("vsftpd: KNOWN, bob@ALL\n"), test.evaluation));
  EXPECT_THAT(test.request.lookups, IsEmpty());
}

TEST(MatchesRule, TheUserIsAskedForAfterTheHostAlone) {
  EvaluationForTests test;
  EXPECT_FALSE(matches_rule(*parse_rule("ALL: bob@10.9.\n"), test.evaluation));
  EXPECT_THAT(test.request.lookups, ElementsAre("client address"));
  EXPECT_FALSE(matches_rule(*parse_rule("ALL: bob@10.1.\n"), test.evaluation));
  EXPECT_THAT(test.request.lookups, ElementsAre("client address", "user"));
}

TEST(MatchesRule, TheServerIsNotAskedForWhenTheDaemonIsAnother) {
  EvaluationForTests test;
  EXPECT_FALSE(matches_rule(*parse_rule("vsftpd@server.example.com: ALL\n"), test.evaluation));
  EXPECT_THAT(test.request.lookups, IsEmpty());
  EXPECT_TRUE(matches_daemons("sshd@server.example.com", test.evaluation));
  EXPECT_THAT(test.request.lookups, ElementsAre("server address", "server name"));
}

}  // namespace
}  // namespace portreeve::wrappers
