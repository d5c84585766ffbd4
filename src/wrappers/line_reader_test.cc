#include "wrappers/line_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::string_view_literals;

// "NUMBER/PHYSICAL:TEXT", with "!" behind it when the line is incomplete.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  LineReader reader(text);
  while (const auto line = reader.next()) {
    lines.push_back(concat({decimal(line->number), "/", decimal(line->physical_lines), ":", line->text,
                            line->is_complete ? "" : "!"}));
  }
  return lines;
}

TEST(LineReader, KeepsTheNewlineOfEachLine) {
  EXPECT_THAT(lines_of("a: b\n\nc: d\n"), ElementsAre("1/1:a: b\n", "2/1:\n", "3/1:c: d\n"));
}

TEST(LineReader, AnEmptyTextHasNoLines) {
  EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(LineReader, ABackslashBeforeTheNewlineJoinsTwoLinesAndNothingComesBetween) {
  EXPECT_THAT(lines_of("a: 10.1.\\\n2.3\nb\n"), ElementsAre("2/2:a: 10.1.2.3\n", "3/1:b\n"));
}

TEST(LineReader, ABackslashBeforeABlankJoinsNothing) {
  EXPECT_THAT(lines_of("a\\ \nb\n"), ElementsAre("1/1:a\\ \n", "2/1:b\n"));
}

TEST(LineReader, TheSecondOfTwoBackslashesJoinsAsWell) {
  EXPECT_THAT(lines_of("a\\\\\nb\n"), ElementsAre("2/2:a\\b\n"));
}

TEST(LineReader, ACommentThatEndsInABackslashTakesTheNextLineIn) {
  EXPECT_THAT(lines_of("# x\\\na: b\n"), ElementsAre("2/2:# xa: b\n"));
}

TEST(LineReader, ACarriageReturnIsAnOrdinaryByte) {
  EXPECT_THAT(lines_of("a\rb\\\r\nc\r\n"), ElementsAre("1/1:a\rb\\\r\n", "2/1:c\r\n"));
}

TEST(LineReader, ALastLineWithoutNewlineIsIncompleteAndCountsTheNewlinesBeforeIt) {
  EXPECT_THAT(lines_of("a\nb"), ElementsAre("1/1:a\n", "1/0:b!"));
}

TEST(LineReader, ABackslashBeforeTheEndOfTheTextIsIncompleteWithTextBeforeIt) {
  EXPECT_THAT(lines_of("a\\\n"), ElementsAre("1/1:a!"));
}

TEST(LineReader, NothingButContinuationIsNoLine) {
  EXPECT_THAT(lines_of("\\\n\\\n"), IsEmpty());
}

TEST(LineReader, ANulByteDropsTheRestOfItsLineAndJoinsTheNextWithoutCountingIt) {
  EXPECT_THAT(lines_of("a\0xx\nb\nc\n"sv), ElementsAre("1/1:ab\n", "2/1:c\n"));
}

TEST(LineReader, ALineMayHave2047BytesWithItsNewline) {
  const std::string longest(kMaximumLineLength - 1, 'x');
  EXPECT_THAT(lines_of(longest + "\ny\n"), ElementsAre("1/1:" + longest + "\n", "2/1:y\n"));
  const std::string too_long(kMaximumLineLength, 'x');
  EXPECT_THAT(lines_of(too_long + "\ny\n"), ElementsAre("0/0:" + too_long + "!"));
}

TEST(LineReader, TheLimitHoldsForWhatHasBeenJoined) {
  const std::string half(1023, 'x');
  EXPECT_THAT(lines_of(half + "\\\n" + half + "\n"), ElementsAre("2/2:" + half + half + "\n"));
  EXPECT_THAT(lines_of(half + "\\\nx" + half + "\ny\n"), ElementsAre("1/1:" + half + "x" + half + "!"));
}

TEST(LineReader, NothingIsReadAfterAnIncompleteLine) {
  const std::string text = std::string(3000, 'x') + "\na\n";
  LineReader reader(text);
  ASSERT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
}

TEST(LineReader, LinesThatWerePassedOverAreCounted) {
  LineReader reader("a\nb\nc\n");
  ASSERT_EQ(reader.rest(), "a\nb\nc\n");
  reader.skip(4, 2);
  const auto line = reader.next();
  ASSERT_TRUE(line);
  EXPECT_EQ(line->text, "c\n");
  EXPECT_EQ(line->number, 3);
}

}  // namespace
}  // namespace portreeve::wrappers
