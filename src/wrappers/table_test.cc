#include "wrappers/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = TableMatch::Kind;

class Table : public ::testing::Test {
 protected:
  TableMatch find(std::string_view text) {
    test.evaluation.position = {"TABLE", 0};
    return find_match(text, test.evaluation, buffer);
  }

  EvaluationForTests test;
  std::string buffer;
};

TEST_F(Table, TheFirstRuleThatMatchesIsFound) {
  const TableMatch match = find("# none\nvsftpd: ALL\nsshd: 10.9.\nsshd: 10.1.\nALL: ALL\n");
  EXPECT_EQ(match.kind, Kind::kMatched);
  EXPECT_EQ(match.line, 4);
  EXPECT_FALSE(match.has_options);
}

TEST_F(Table, NoRuleMayMatch) {
  EXPECT_EQ(find("").kind, Kind::kNone);
  EXPECT_EQ(find("sshd: 10.9.\n\n# ALL: ALL\n").kind, Kind::kNone);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Table, TheOptionsComeWithTheRule) {
  const TableMatch match = find("ALL: ALL: spawn x : allow\n");
  EXPECT_TRUE(match.has_options);
  EXPECT_EQ(match.options, " spawn x : allow\n");
}

TEST_F(Table, TheOptionsOfAJoinedLineAreJoined) {
  const TableMatch match = find("ALL: \\\nALL: spa\\\nwn x\n");
  EXPECT_EQ(match.line, 3);
  EXPECT_EQ(match.options, " spawn x\n");
}

TEST_F(Table, AnEmptyFieldForOptionsIsOne) {
  const TableMatch match = find("ALL: ALL:\n");
  EXPECT_TRUE(match.has_options);
  EXPECT_EQ(match.options, "\n");
}

TEST_F(Table, ALineWithoutSeparatorIsWarnedOfAndPassedOver) {
  EXPECT_EQ(find("nothing here\nALL: ALL\n").line, 2);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("warning: TABLE, line 1: missing \":\" separator"));
}

TEST_F(Table, ALineWithoutNewlineMakesTheRestUnusable) {
  EXPECT_EQ(find("sshd: 10.9.\nALL: ALL").kind, Kind::kUnusable);
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre("warning: TABLE, line 1: missing newline or line too long",
                          "warning: TABLE, line 1: all the subsequent rules will be ignored"));
}

TEST_F(Table, AnUnusableRestDoesNotMatterAfterAMatch) {
  EXPECT_EQ(find("ALL: ALL\nx").kind, Kind::kMatched);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Table, ALineThatIsTooLongMakesTheRestUnusable) {
  EXPECT_EQ(find("#" + std::string(2047, 'x') + "\nALL: ALL\n").kind, Kind::kUnusable);
  EXPECT_EQ(find("#" + std::string(2045, 'x') + "\nALL: ALL\n").kind, Kind::kMatched);
}

TEST_F(Table, TheNewlineIsNoMemberOfTheLists) {
  EXPECT_EQ(find("ALL: ALL EXCEPT\n").kind, Kind::kMatched);
  EXPECT_EQ(find("ALL:\n").kind, Kind::kNone);
  EXPECT_EQ(find(": ALL\n").kind, Kind::kNone);
}

TEST_F(Table, LinesMayEndInCarriageReturnAndNewline) {
  EXPECT_EQ(find("sshd: 10.1.2.3\r\n").kind, Kind::kMatched);
}

TEST_F(Table, AByteOrderMarkSpoilsTheFirstRuleAlone) {
  EXPECT_EQ(find("\xEF\xBB\xBFsshd: ALL\nsshd: ALL\n").line, 2);
}

}  // namespace
}  // namespace portreeve::wrappers
