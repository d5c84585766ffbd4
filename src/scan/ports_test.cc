#include "scan/ports.h"

#include <gtest/gtest.h>

namespace portreeve::scan {
namespace {

struct Accepted {
  std::string text;
  std::string meaning;
};

class PortSetAcceptsTest : public testing::TestWithParam<Accepted> {};

TEST_P(PortSetAcceptsTest, AndNormalises) {
  const auto ports = PortSet::parse(GetParam().text);
  ASSERT_TRUE(ports.has_value()) << ports.error().to_string();
  EXPECT_EQ(ports->to_string(), GetParam().meaning);
}

INSTANTIATE_TEST_SUITE_P(, PortSetAcceptsTest,
                         testing::Values(Accepted{"22", "22"}, Accepted{"22,80-90", "22,80-90"},
                                         Accepted{"-100", "1-100"}, Accepted{"60000-", "60000-65535"},
                                         Accepted{"-", "1-65535"}, Accepted{"0", "0"},
                                         Accepted{"0-", "0-65535"}, Accepted{"80,22", "22,80"},
                                         Accepted{"22,22", "22"}, Accepted{"1-10,5-20", "1-20"},
                                         Accepted{"1-10,11", "1-11"}, Accepted{"65535,65534", "65534-65535"},
                                         Accepted{"1-100,50", "1-100"}, Accepted{"22, 80", "22,80"}));

class PortSetRefusesTest : public testing::TestWithParam<std::string> {};

TEST_P(PortSetRefusesTest, WithAdvice) {
  const auto ports = PortSet::parse(GetParam());
  ASSERT_FALSE(ports.has_value()) << ports->to_string();
  EXPECT_NE(ports.error().advice, "");
}

INSTANTIATE_TEST_SUITE_P(, PortSetRefusesTest,
                         testing::Values("", "22,", ",", "65536", "90-80", "http", "1-2-3", "--", "-0", "+22",
                                         "2 2", "0x16", "99999999999999999999"));

TEST(PortSetTest, CountsAndListsItsPorts) {
  const PortSet ports({{5, 7}, {1, 1}});
  EXPECT_EQ(ports.size(), 4U);
  EXPECT_EQ(ports.to_vector(), (std::vector<std::uint16_t>{1, 5, 6, 7}));
}

TEST(PortSetTest, HoldsAllPortsThereAre) {
  const PortSet ports({{0, 65535}});
  EXPECT_EQ(ports.size(), 65536U);
  EXPECT_EQ(ports.to_vector().back(), 65535);
}

TEST(PortSetTest, KnowsWhatItContains) {
  const PortSet ports({{5, 7}, {1, 1}});
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{1, 5, 6, 7})
    EXPECT_TRUE(ports.contains(port)) << port;
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{0, 2, 4, 8})
    EXPECT_FALSE(ports.contains(port)) << port;
  EXPECT_FALSE(PortSet().contains(0));
}

TEST(PortSelectionTest, WithoutPrefixMeansEveryTransport) {
  const auto selection = PortSelection::parse("53");
  ASSERT_TRUE(selection.has_value());
  EXPECT_EQ(selection->tcp.to_string(), "53");
  EXPECT_EQ(selection->udp.to_string(), "53");
  EXPECT_EQ(selection->sctp.to_string(), "53");
}

TEST(PortSelectionTest, PrefixHoldsUntilTheNext) {
  const auto selection = PortSelection::parse("7,T:22,80-81,U:53,S:-");
  ASSERT_TRUE(selection.has_value());
  EXPECT_EQ(selection->tcp.to_string(), "7,22,80-81");
  EXPECT_EQ(selection->udp.to_string(), "7,53");
  EXPECT_EQ(selection->sctp.to_string(), "1-65535");
}

TEST(PortSelectionTest, RefusesAnUnknownPrefixAndNothingAtAll) {
  EXPECT_FALSE(PortSelection::parse("X:22").has_value());
  EXPECT_FALSE(PortSelection::parse("T:").has_value());
  EXPECT_FALSE(PortSelection::parse("").has_value());
}

}  // namespace
}  // namespace portreeve::scan
