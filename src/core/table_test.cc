#include "core/table.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
  Table table({{.heading = "PORT"}, {.heading = "SERVICE"}, {.heading = "Q", .align = Table::Align::kRight}});
  table.add_row({"22/tcp", "ssh", "0"});
  table.add_row({"111/tcp", "rpcbind-long", "128"});
  EXPECT_EQ(table.to_string(),
            "PORT     SERVICE         Q\n"
            "22/tcp   ssh             0\n"
            "111/tcp  rpcbind-long  128\n");
}

TEST(Table, LinesHaveNoBlanksAtTheirEnd) {
  Table table({{.heading = "A"}, {.heading = "B"}});
  table.add_row({"long cell"});
  EXPECT_EQ(table.to_string(), "A          B\nlong cell\n");
}

TEST(Table, HeadingsMayBeLeftOut) {
  Table table({{.heading = "A LONG HEADING"}, {.heading = "B"}});
  table.add_row({"1", "2"});
  EXPECT_EQ(table.to_string(Table::kUnlimited, false), "1  2\n");
}

TEST(Table, WithoutRowsItIsItsHeadings) {
  const Table table({{.heading = "A"}});
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(table.to_string(), "A\n");
}

TEST(Table, AlignsWhatATerminalShows) {
  Table table({{.heading = "NAME"}, {.heading = "X"}});
  table.add_row({"\u65E5\u672C\u8A9E", "1"});  // three characters, six columns
  table.add_row({"cafe\u0301", "2"});          // five code points, four columns
  EXPECT_EQ(table.to_string(), "NAME    X\n\u65E5\u672C\u8A9E  1\ncafe\u0301    2\n");
}

TEST(Table, TheWidestShrinkingColumnGivesWayFirst) {
  Table table({{.heading = "A", .shrinks = true}, {.heading = "B", .shrinks = true}, {.heading = "C"}});
  table.add_row({"aaaaaaaaaa", "bbbbb", "cccccccc"});
  EXPECT_EQ(table.to_string(22, false), "aaaa\u2026  bbbbb  cccccccc\n");
  EXPECT_EQ(table.to_string(20, false), "aaa\u2026  bbb\u2026  cccccccc\n");
}

TEST(Table, AColumnShrinksToItsHeadingAndNoFurther) {
  Table table({{.heading = "ABC", .shrinks = true}, {.heading = "D"}});
  table.add_row({"aaaaaaaaaa", "dddddddddd"});
  EXPECT_EQ(table.to_string(1, false), "aa\u2026  dddddddddd\n");
}

TEST(Table, ACutWideCharacterLeavesItsColumnInLine) {
  Table table({{.heading = "A", .shrinks = true}, {.heading = "B"}});
  table.add_row({"\u65E5\u672C\u8A9E", "x"});
  EXPECT_EQ(table.to_string(7, false), "\u65E5\u2026   x\n");
}

TEST(Table, ARowMayNotHaveMoreCellsThanColumns) {
  Table table({{.heading = "A"}});
  EXPECT_THROW(table.add_row({"1", "2"}), std::invalid_argument);
  EXPECT_THROW(Table({}), std::invalid_argument);
}

}  // namespace
}  // namespace portreeve::core
