#include "wrappers/option.h"

#include <syslog.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Each option as "KEYWORD|VALUE".
std::vector<std::string> shown(std::string_view text) {
  std::vector<std::string> options;
  for (const Option& option : parse_options(text).options)
    options.push_back(concat({option.keyword, "|", option.value}));
  return options;
}

TEST(ParseOptions, EveryFieldBetweenColonsIsOne) {
  EXPECT_THAT(shown(" spawn a b : allow\n"), ElementsAre("spawn|a b", "allow|"));
  EXPECT_THAT(shown(""), IsEmpty());
  EXPECT_THAT(shown("\n"), ElementsAre("|"));
  EXPECT_THAT(shown("allow:\n"), ElementsAre("allow|", "|"));
  EXPECT_THAT(shown(": allow"), ElementsAre("|", "allow|"));
}

TEST(ParseOptions, ABackslashProtectsAColonAndNothingElse) {
  EXPECT_THAT(shown("spawn a\\:b \\c \\\\: allow"), ElementsAre("spawn|a:b \\c \\: allow"));
  EXPECT_THAT(shown("spawn a\\"), ElementsAre("spawn|a\\"));
}

TEST(ParseOptions, BracketsDoNotProtectAColon) {
  EXPECT_THAT(shown("spawn [a:b]"), ElementsAre("spawn|[a", "b]|"));
}

TEST(ParseOptions, TheKeywordEndsAtABlankOrAtAnEqualsSignOfWhichOneIsDropped) {
  EXPECT_THAT(shown("umask=022"), ElementsAre("umask|022"));
  EXPECT_THAT(shown("umask \t= 022 "), ElementsAre("umask|022"));
  EXPECT_THAT(shown("umask == 022"), ElementsAre("umask|= 022"));
  EXPECT_THAT(shown("spawn echo = x"), ElementsAre("spawn|echo = x"));
  EXPECT_THAT(shown("allow="), ElementsAre("allow|"));
  EXPECT_THAT(shown("= x"), ElementsAre("|x"));
}

TEST(ParseOptions, TellsOfATextThatEndsInAColon) {
  EXPECT_TRUE(parse_options("allow:").ends_in_colon);
  EXPECT_FALSE(parse_options("allow:\n").ends_in_colon);
  EXPECT_FALSE(parse_options("allow\\:").ends_in_colon);
  EXPECT_FALSE(parse_options("a:b").ends_in_colon);
}

TEST(ParseOptions, KeywordsAreKnownInAnyCase) {
  const OptionList list = parse_options("SeverITY x : nosuch");
  EXPECT_EQ(list.options.at(0).kind, OptionKind::kSeverity);
  EXPECT_EQ(list.options.at(0).keyword, "SeverITY");
  EXPECT_EQ(list.options.at(1).kind, std::nullopt);
}

TEST(Traits, EveryOptionHasThoseUnderItsName) {
  for (const std::string_view keyword :
       {"aclexec", "allow", "banners", "deny", "group", "keepalive", "linger", "nice", "rfc931", "setenv",
        "severity", "spawn", "twist", "umask", "user"}) {
    const OptionList list = parse_options(keyword);
    ASSERT_TRUE(list.options.at(0).kind) << keyword;
    EXPECT_EQ(traits(*list.options[0].kind).keyword, keyword);
  }
}

// The fault of the first option of a text.
struct Fault {
  std::string_view text, fault;
};
class FaultOf : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultOf, IsInTheWordsOfTheOriginal) {
  EXPECT_EQ(fault_of(parse_options(GetParam().text).options, 0).value_or(""), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(Options, FaultOf,
                         ::testing::Values(Fault{"allow", ""}, Fault{"keepalive : allow", ""},
                                           Fault{"nice", ""}, Fault{"nice 5", ""}, Fault{"rfc931", ""},
                                           Fault{"twist x", ""}, Fault{"\n", "missing option name"},
                                           Fault{": allow", "missing option name"},
                                           Fault{"nosuch x", "bad option name: \"nosuch\""},
                                           Fault{"Spawn", "option \"Spawn\" requires value"},
                                           Fault{"severity =", "option \"severity\" requires value"},
                                           Fault{"allow x", "option \"allow\" requires no value"},
                                           Fault{"keepalive=1", "option \"keepalive\" requires no value"},
                                           Fault{"allow:\n", "option \"allow\" must be at end"},
                                           Fault{"deny : nice", "option \"deny\" must be at end"},
                                           Fault{"twist x : allow", "option \"twist\" must be at end"}));

struct Number {
  std::string_view text;
  std::optional<int> decimal;
  std::optional<unsigned> octal;
};
class Numbers : public ::testing::TestWithParam<Number> {};

TEST_P(Numbers, AreReadAsScanfDoesWithNothingBehindThem) {
  EXPECT_EQ(parse_decimal_value(GetParam().text), GetParam().decimal) << GetParam().text;
  EXPECT_EQ(parse_octal_value(GetParam().text), GetParam().octal) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Numbers,
    ::testing::Values(Number{"0", 0, 0U}, Number{"22", 22, 022U}, Number{"+22", 22, 022U},
                      Number{" 7", 7, 7U}, Number{"-1", -1, ~0U}, Number{"8", 8, std::nullopt},
                      Number{"022", 22, 022U}, Number{"", std::nullopt, std::nullopt},
                      Number{"x", std::nullopt, std::nullopt}, Number{"7 ", std::nullopt, std::nullopt},
                      Number{"7x", std::nullopt, std::nullopt}, Number{"0x7", std::nullopt, std::nullopt},
                      Number{"4294967303", 7, std::nullopt}));  // 2^32 + 7

struct Priority {
  std::string_view text;
  std::optional<int> priority;
  std::string_view unknown_word = "";
};
class Severities : public ::testing::TestWithParam<Priority> {};

TEST_P(Severities, AreFacilityAndLevel) {
  const Severity severity = parse_severity(GetParam().text);
  EXPECT_EQ(severity.priority, GetParam().priority) << GetParam().text;
  EXPECT_EQ(severity.unknown_word, GetParam().unknown_word);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Severities,
    ::testing::Values(Priority{"info", LOG_INFO}, Priority{"EMERG", LOG_EMERG}, Priority{"alert", LOG_ALERT},
                      Priority{"crit", LOG_CRIT}, Priority{"err", LOG_ERR}, Priority{"warning", LOG_WARNING},
                      Priority{"notice", LOG_NOTICE}, Priority{"debug", LOG_DEBUG},
                      Priority{"mail.info", LOG_MAIL | LOG_INFO}, Priority{"kern.info", LOG_INFO},
                      Priority{"Local7.Debug", LOG_LOCAL7 | LOG_DEBUG},
                      Priority{"cron.err", LOG_CRON | LOG_ERR}, Priority{"warn", std::nullopt, "warn"},
                      Priority{"none", std::nullopt, "none"},
                      Priority{"authpriv.info", std::nullopt, "authpriv"},
                      Priority{"mail.", std::nullopt, ""}, Priority{".info", std::nullopt, ""},
                      Priority{"mail.x", std::nullopt, "x"}, Priority{"a.b.c", std::nullopt, "a"},
                      Priority{"mail.info.x", std::nullopt, "info.x"}, Priority{"", std::nullopt, ""}));

TEST(ParseAssignment, TheNameEndsAtTheFirstBlankAndTheRestIsTrimmed) {
  const Assignment assignment = parse_assignment("NAME  a  b ");
  EXPECT_EQ(assignment.name, "NAME");
  EXPECT_EQ(assignment.value, "a  b");
  EXPECT_EQ(parse_assignment("NAME").value, "");
  EXPECT_EQ(parse_assignment("A=b").name, "A=b");
}

TEST(ParseIdentity, TheGroupFollowsTheFirstDot) {
  EXPECT_EQ(parse_identity("bob").user, "bob");
  EXPECT_EQ(parse_identity("bob").group, std::nullopt);
  EXPECT_EQ(parse_identity("bob.staff").user, "bob");
  EXPECT_EQ(parse_identity("bob.staff").group, "staff");
  EXPECT_EQ(parse_identity("a.b.c").group, "b.c");
  EXPECT_EQ(parse_identity("bob.").group, "");
}

}  // namespace
}  // namespace portreeve::wrappers
