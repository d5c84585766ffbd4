#include "core/port_range.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

TEST(PortRange, ParsesOnePortAndARun) {
  EXPECT_EQ(*PortRange::parse("22"), PortRange(22, 22));
  EXPECT_EQ(*PortRange::parse("0-65535"), PortRange());
  EXPECT_EQ(PortRange::parse("8000-8100")->to_string(), "8000-8100");
  EXPECT_EQ(PortRange::parse("22-22")->to_string(), "22");
}

struct Fault {
  std::string_view text, sentence;
};
class InvalidPortRange : public ::testing::TestWithParam<Fault> {};

TEST_P(InvalidPortRange, SaysWhatIsWrong) {
  const auto range = PortRange::parse(GetParam().text);
  ASSERT_FALSE(range);
  EXPECT_EQ(range.error().to_string(), GetParam().sentence);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, InvalidPortRange,
    ::testing::Values(Fault{"65536", "cannot parse the port \"65536\": not between 0 and 65535"},
                      Fault{"", "cannot parse the port \"\": not a decimal number"},
                      Fault{"80-22",
                            "cannot parse the port range \"80-22\": it ends before it begins "
                            "(write FIRST-LAST, as in 8000-8100)"},
                      Fault{"-22",
                            "cannot parse the port range \"-22\": its first port is not a decimal number "
                            "(write FIRST-LAST, as in 8000-8100)"},
                      Fault{"22-",
                            "cannot parse the port range \"22-\": its last port is not a decimal number "
                            "(write FIRST-LAST, as in 8000-8100)"}));

TEST(PortRange, HoldsBothEndsAndCountsThem) {
  const PortRange range(22, 24);
  EXPECT_TRUE(range.contains(22) && range.contains(24));
  EXPECT_FALSE(range.contains(21) || range.contains(25));
  EXPECT_EQ(range.size(), 3u);
  EXPECT_EQ(PortRange().size(), 65536u);
}

TEST(PortRange, OrdersByFirstThenLast) {
  EXPECT_LT(PortRange(22, 80), PortRange(23, 23));
  EXPECT_LT(PortRange(22, 23), PortRange(22, 80));
}

TEST(PortRange, ARangeThatEndsBeforeItBeginsIsAProgrammingError) {
  EXPECT_THROW(PortRange(2, 1), std::invalid_argument);
}

}  // namespace
}  // namespace portreeve::core
