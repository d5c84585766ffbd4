#include "wrappers/string_pattern.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

struct Case {
  std::string_view pattern, text;
  bool matches = false;
};
class MatchesText : public ::testing::TestWithParam<Case> {};

TEST_P(MatchesText, AsTheLanguageSays) {
  EXPECT_EQ(matches_text(GetParam().pattern, GetParam().text), GetParam().matches)
      << GetParam().pattern << " and " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Words, MatchesText,
                         ::testing::Values(Case{"sshd", "SSHD", true}, Case{"sshd", "sshd2", false},
                                           Case{"all", "anything", true}, Case{"ALL", "unknown", true},
                                           Case{"KNOWN", "bob", true}, Case{"known", "UNKNOWN", false},
                                           Case{"KNOWN", "paranoid", true}, Case{"UNKNOWN", "unknown", true},
                                           Case{"UNKNOWN", "bob", false}, Case{"PARANOID", "paranoid", true},
                                           Case{"LOCAL", "host", false}, Case{"", "", true}));

INSTANTIATE_TEST_SUITE_P(BeginningsAndEnds, MatchesText,
                         ::testing::Values(Case{".example.com", "a.EXAMPLE.com", true},
                                           Case{".example.com", ".example.com", false},
                                           Case{".example.com", "example.com", false},
                                           Case{".3", "10.1.2.3", true}, Case{"10.1.", "10.1.2.3", true},
                                           Case{"10.1.", "10.11.2.3", false}, Case{"Web.", "web.x", true},
                                           Case{".", "a.", true}, Case{".", ".", false}));

INSTANTIATE_TEST_SUITE_P(Globs, MatchesText,
                         ::testing::Values(Case{"10.1.*", "10.1.2.3", true}, Case{"*", "", true},
                                           Case{"h?st", "HOST", true}, Case{"h?st", "hst", false},
                                           Case{".*", "x.y", false}, Case{"*.", "x.", true},
                                           Case{"ALL*", "bob", false}, Case{"unk*", "unknown", true},
                                           Case{"[2001:db8::*]", "2001:db8::1", false}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, MatchesText,
    ::testing::Values(Case{"[2001:db8::1]", "2001:DB8:0::1", true},
                      Case{"[2001:db8::1]", "2001:db8::2", false}, Case{"[fe80::1%lo]", "fe80::1", true},
                      Case{"[fe80::1%nosuchif]", "fe80::1", false}, Case{"[10.1.2.3]", "10.1.2.3", false},
                      Case{"[::ffff:10.1.2.3]", "::ffff:10.1.2.3", false}, Case{"[]", "[]", false},
                      Case{"[", "[", true}, Case{"[x]", "[x]", false}));

INSTANTIATE_TEST_SUITE_P(MappedTexts, MatchesText,
                         ::testing::Values(Case{"10.1.2.3", "::FFFF:10.1.2.3", true},
                                           Case{"10.1.", "::ffff:10.1.2.3", true},
                                           Case{"::ffff:10.1.2.3", "::ffff:10.1.2.3", false},
                                           Case{"::ffff:host", "::ffff:host", true}));

TEST(MatchesGlob, AStarMayStandForNothingOrForMuch) {
  EXPECT_TRUE(matches_glob("a*b*c", "abc"));
  EXPECT_TRUE(matches_glob("a*b*c", "aXbXbXc"));
  EXPECT_FALSE(matches_glob("a*b*c", "aXcXb"));
  EXPECT_TRUE(matches_glob("**", "x"));
  EXPECT_FALSE(matches_glob("*?", ""));
}

TEST(MatchesGlob, AQuestionMarkIsOneByteOfUtf8) {
  EXPECT_FALSE(matches_glob("?", "\u00E9"));
  EXPECT_TRUE(matches_glob("??", "\u00E9"));
}

TEST(MatchesGlob, BackslashesAndBracketsAreOrdinary) {
  EXPECT_FALSE(matches_glob("\\*", "*"));
  EXPECT_TRUE(matches_glob("\\*", "\\x"));
  EXPECT_FALSE(matches_glob("[ab]*", "a"));
}

TEST(MatchesGlob, ManyStarsTakeNoTimeBeyondTheProductOfTheLengths) {
  std::string pattern;
  for (int i = 0; i < 200; ++i)
    pattern += "a*";
  EXPECT_FALSE(matches_glob(pattern + "b", std::string(2000, 'a')));
}

TEST(WithoutMappedPrefix, NeedsADottedQuadBehindIt) {
  EXPECT_EQ(without_mapped_prefix("::ffff:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(without_mapped_prefix("::FfFf:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(without_mapped_prefix("::ffff:10.1.2"), "::ffff:10.1.2");
  EXPECT_EQ(without_mapped_prefix("::ffff:a01:203"), "::ffff:a01:203");
  EXPECT_EQ(without_mapped_prefix("::ffff:"), "::ffff:");
  EXPECT_EQ(without_mapped_prefix(""), "");
}

TEST(ParseIpv6, TakesLiteralsAlone) {
  EXPECT_TRUE(parse_ipv6("::"));
  EXPECT_TRUE(parse_ipv6("::ffff:10.1.2.3"));
  EXPECT_TRUE(parse_ipv6("fe80::1%lo"));
  EXPECT_FALSE(parse_ipv6("fe80::1%nosuchif"));
  EXPECT_FALSE(parse_ipv6("10.1.2.3"));
  EXPECT_FALSE(parse_ipv6("[::]"));
  EXPECT_FALSE(parse_ipv6("localhost"));
  EXPECT_FALSE(parse_ipv6(""));
  EXPECT_FALSE(parse_ipv6(std::string(1000, ':')));
}

}  // namespace
}  // namespace portreeve::wrappers
