#include "wrappers/text.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> tokens_of(std::string_view list) {
  std::vector<std::string_view> tokens;
  TokenReader reader(list);
  for (std::string_view token = reader.next(); !token.empty(); token = reader.next())
    tokens.push_back(token);
  return tokens;
}

TEST(TokenReader, CommasAndBlanksSeparateInAnyNumber) {
  EXPECT_THAT(tokens_of(" a,,b\tc \r\n,d"), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(tokens_of(", \t\r\n"), IsEmpty());
}

TEST(TokenReader, FormFeedsSemicolonsAndQuotesAreOrdinaryBytes) {
  EXPECT_THAT(tokens_of("a\fb;\"c\v"), ElementsAre("a\fb;\"c\v"));
}

TEST(FindOutsideBrackets, PassesOverWhatBracketsHold) {
  EXPECT_EQ(find_outside_brackets("[a:b]:c", ':'), 5U);
  EXPECT_EQ(find_outside_brackets("[[a:]:b]:c", ':'), 8U);
  EXPECT_EQ(find_outside_brackets("[a:b", ':'), std::string_view::npos);
}

TEST(FindOutsideBrackets, ABracketThatClosesNothingHidesWhatFollows) {
  EXPECT_EQ(find_outside_brackets("a]b:c", ':'), std::string_view::npos);
  EXPECT_EQ(find_outside_brackets("a]b[:c", ':'), 4U);
}

TEST(EqualIgnoringCase, ChangesAsciiLettersAlone) {
  EXPECT_TRUE(equal_ignoring_case("SshD", "sSHd"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_FALSE(equal_ignoring_case("\xC4", "\xE4"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

TEST(StartsAndEnds, IgnoreCase) {
  EXPECT_TRUE(starts_with_ignoring_case("Abc", "aB"));
  EXPECT_FALSE(starts_with_ignoring_case("a", "ab"));
  EXPECT_TRUE(ends_with_ignoring_case("abC", "Bc"));
  EXPECT_FALSE(ends_with_ignoring_case("c", "bc"));
}

TEST(TrimSpaces, TakesEveryIsspaceByteFromBothEnds) {
  EXPECT_EQ(trim_spaces(" \t\n\v\f\ra b\n"), "a b");
  EXPECT_EQ(trim_spaces(" \v"), "");
}

TEST(Decimal, WritesNumbersInDigits) {
  EXPECT_EQ(decimal(0), "0");
  EXPECT_EQ(decimal(-42), "-42");
}

}  // namespace
}  // namespace portreeve::wrappers
