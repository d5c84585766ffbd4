#include "core/text.h"

#include <cstdint>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Trim, TakesBlanksFromBothEndsAlone) {
  EXPECT_EQ(trim(" \t\r\n\v\fa b\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Split, KeepsEmptyPieces) {
  EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(split(",", ','), ElementsAre("", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(SplitWords, HasNoEmptyWords) {
  EXPECT_THAT(split_words("  a \t b\n"), ElementsAre("a", "b"));
  EXPECT_THAT(split_words(" \n"), IsEmpty());
}

TEST(ToLower, ChangesAsciiLettersAlone) {
  EXPECT_EQ(to_lower("AbZ[1\xC3\x84"), "abz[1\xC3\x84");
}

struct Shown {
  std::string_view text, printable;
};
class Printable : public ::testing::TestWithParam<Shown> {};

TEST_P(Printable, ShowsWhatATerminalOrALogMayGet) {
  EXPECT_EQ(printable(GetParam().text), GetParam().printable);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Printable,
    ::testing::Values(Shown{"sshd", "sshd"},
                      Shown{"caf\u00E9 \u65E5\u672C \U0001F600", "caf\u00E9 \u65E5\u672C \U0001F600"},
                      Shown{"a\nb", "a\\x0ab"}, Shown{"\x1b[2J", "\\x1b[2J"}, Shown{"\x7f", "\\x7f"},
                      Shown{"back\\slash", "back\\\\slash"},
                      Shown{"\xC2\x9B", "\\xc2\\x9b"},           // a C1 control: CSI
                      Shown{"\u202Etxt", "\\xe2\\x80\\xaetxt"},  // right-to-left override
                      Shown{"a\u200Bb", "a\\xe2\\x80\\x8bb"},    // zero width space
                      Shown{"\u2066", "\\xe2\\x81\\xa6"}, Shown{"\uFEFF", "\\xef\\xbb\\xbf"},
                      Shown{"\u2028", "\\xe2\\x80\\xa8"},        // line separator
                      Shown{"\xff\xfe", "\\xff\\xfe"},           // never UTF-8
                      Shown{"\xC0\xAF", "\\xc0\\xaf"},           // an overlong '/'
                      Shown{"\xED\xA0\x80", "\\xed\\xa0\\x80"},  // a surrogate
                      Shown{"\xE2\x82", "\\xe2\\x82"}));         // cut off

TEST(Printable, ShowsANulByte) {
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(ParseNumber, TakesTheBordersOfItsTypeAndNothingBeyond) {
  EXPECT_EQ(*parse_number<std::uint8_t>("n", "255"), 255);
  EXPECT_FALSE(parse_number<std::uint8_t>("n", "256"));
  EXPECT_EQ(*parse_number<std::int64_t>("n", "-9223372036854775808"),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(parse_number<std::int64_t>("n", "9223372036854775808"));
  EXPECT_FALSE(parse_number<std::uint32_t>("n", "99999999999999999999999999"));
}

TEST(ParseNumber, KeepsToTheLimitsOfItsCaller) {
  EXPECT_EQ(*parse_number<int>("n", "1", 1, 3), 1);
  EXPECT_EQ(*parse_number<int>("n", "3", 1, 3), 3);
  EXPECT_EQ(parse_number<int>("the count", "4", 1, 3).error().to_string(),
            "cannot parse the count \"4\": not between 1 and 3");
  EXPECT_FALSE(parse_number<int>("n", "0", 1, 3));
}

TEST(ParseNumber, TakesDecimalDigitsAlone) {
  for (const std::string_view text : {"", " 1", "1 ", "+1", "0x1", "1.0", "one", "1a", "-"}) {
    EXPECT_FALSE(parse_number<int>("n", text)) << text;
  }
  EXPECT_FALSE(parse_number<unsigned>("n", "-1"));
}

}  // namespace
}  // namespace portreeve::core
