#include "report/wrap.h"

#include <gtest/gtest.h>

#include "core/table.h"

namespace portreeve::report {
namespace {

TEST(Wrap, TheLabelStandsInAColumnOfItsOwn) {
  EXPECT_EQ(wrap("  why", "it is", 8, 80), "  why   it is\n");
}

TEST(Wrap, FurtherLinesAreIndented) {
  EXPECT_EQ(wrap("a", "one two three", 2, 9), "a one two\n  three\n");
}

TEST(Wrap, AWordWiderThanTheLineStandsAlone) {
  EXPECT_EQ(wrap("a", "x extraordinarily y", 2, 8), "a x\n  extraordinarily\n  y\n");
}

TEST(Wrap, WidthIsCountedInTerminalColumns) {
  EXPECT_EQ(wrap("a", "日本 日本", 2, 11), "a 日本 日本\n");
  EXPECT_EQ(wrap("a", "日本 日本", 2, 10), "a 日本\n  日本\n");
}

TEST(Wrap, UnlimitedWidthNeverBreaks) {
  EXPECT_EQ(wrap("a", "one two three", 2, core::Table::kUnlimited), "a one two three\n");
}

TEST(Wrap, NoTextLeavesTheLabel) {
  EXPECT_EQ(wrap("a", "", 1, 80), "a\n");
}

}  // namespace
}  // namespace portreeve::report
