#include "core/seconds.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

struct Form {
  std::string_view text;
  double seconds;
};
class ValidSeconds : public ::testing::TestWithParam<Form> {};

TEST_P(ValidSeconds, AreANumberWithAUnit) {
  const auto seconds = parse_seconds(GetParam().text);
  ASSERT_TRUE(seconds) << seconds.error().to_string();
  EXPECT_DOUBLE_EQ(seconds->count(), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Forms, ValidSeconds,
                         ::testing::Values(Form{"0", 0}, Form{"1.5", 1.5}, Form{"500ms", 0.5},
                                           Form{"60s", 60}, Form{"5m", 300}, Form{"2h", 7200},
                                           Form{"8784h", 366.0 * 24 * 3600}));

struct Fault {
  std::string_view text, reason;
};
class InvalidSeconds : public ::testing::TestWithParam<Fault> {};

TEST_P(InvalidSeconds, SaysWhatIsWrong) {
  const auto seconds = parse_seconds(GetParam().text);
  ASSERT_FALSE(seconds);
  EXPECT_EQ(seconds.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, InvalidSeconds,
    ::testing::Values(Fault{"", "not a number with a unit"}, Fault{"s", "not a number with a unit"},
                      Fault{"1d", "not a number with a unit"}, Fault{"1 s", "not a number with a unit"},
                      Fault{"1e3", "not a number with a unit"}, Fault{"nan", "not a number with a unit"},
                      Fault{"inf", "not a number with a unit"}, Fault{"-1s", "it is negative"},
                      Fault{"8785h", "it is longer than a year"}));

TEST(Seconds, PrintToTheMillisecond) {
  EXPECT_EQ(to_string(Seconds(0.5)), "500ms");
  EXPECT_EQ(to_string(Seconds(60)), "60s");
}

TEST(Seconds, WhatIsPrintedIsReadBack) {
  for (const double count : {0.0, 0.001, 0.25, 1.0, 1.5, 3600.0, 31622400.0}) {
    EXPECT_DOUBLE_EQ(parse_seconds(to_string(Seconds(count)))->count(), count);
  }
}

}  // namespace
}  // namespace portreeve::core
