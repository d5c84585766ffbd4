#include "scan/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::scan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The target at a position where one must be.
Target target_at(const Targets& targets, std::uint64_t index) {
  const std::optional<Target> target = targets.at(index);
  EXPECT_TRUE(target.has_value()) << index;
  return target.value_or(Target());
}

std::vector<std::string> addresses(const Targets& targets) {
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < targets.size(); ++i) {
    if (const auto target = targets.at(i)) texts.push_back(target->address.to_string());
  }
  return texts;
}

std::vector<std::string> expand(std::string_view text) {
  Targets targets;
  const auto added = targets.add(text);
  EXPECT_TRUE(added.has_value()) << added.error().to_string();
  return addresses(targets);
}

TEST(TargetsTest, TakesAddresses) {
  EXPECT_THAT(expand("192.0.2.1"), ElementsAre("192.0.2.1"));
  EXPECT_THAT(expand("2001:db8::1"), ElementsAre("2001:db8::1"));
}

TEST(TargetsTest, KeepsTheZone) {
  EXPECT_THAT(expand("fe80::1%eth0"), ElementsAre("fe80::1%eth0"));
}

TEST(TargetsTest, CountsOutPrefixesWithNetworkAndBroadcastAddress) {
  EXPECT_THAT(expand("192.0.2.254/31"), ElementsAre("192.0.2.254", "192.0.2.255"));
  EXPECT_THAT(expand("10.0.255.255/30"),
              ElementsAre("10.0.255.252", "10.0.255.253", "10.0.255.254", "10.0.255.255"));
  EXPECT_THAT(expand("2001:db8::fffe/127"), ElementsAre("2001:db8::fffe", "2001:db8::ffff"));
}

TEST(TargetsTest, CountsAcrossOctets) {
  Targets targets;
  ASSERT_TRUE(targets.add("10.1.0.0/16").has_value());
  EXPECT_EQ(targets.size(), 65536U);
  EXPECT_EQ(target_at(targets, 256).address.to_string(), "10.1.1.0");
  EXPECT_EQ(target_at(targets, 65535).address.to_string(), "10.1.255.255");
}

TEST(TargetsTest, ExpandsOctetPatterns) {
  EXPECT_THAT(expand("10.0.0-1,9.7"), ElementsAre("10.0.0.7", "10.0.1.7", "10.0.9.7"));
  EXPECT_THAT(expand("10.0.0.254-"), ElementsAre("10.0.0.254", "10.0.0.255"));
  EXPECT_THAT(expand("10.0.0.-1"), ElementsAre("10.0.0.0", "10.0.0.1"));
  EXPECT_EQ(expand("10.0.0.*").size(), 256U);
  EXPECT_EQ(expand("10.0.0.-").size(), 256U);
}

TEST(TargetsTest, TellsSingleHostsFromRanges) {
  Targets targets;
  ASSERT_TRUE(targets.add("192.0.2.1").has_value());
  ASSERT_TRUE(targets.add("192.0.2.2/32").has_value());
  ASSERT_TRUE(targets.add("192.0.2.4/31").has_value());
  ASSERT_TRUE(targets.add("192.0.2.6-7").has_value());
  EXPECT_TRUE(target_at(targets, 0).is_single);
  EXPECT_TRUE(target_at(targets, 1).is_single);
  EXPECT_FALSE(target_at(targets, 2).is_single);
  EXPECT_FALSE(target_at(targets, 4).is_single);
}

TEST(TargetsTest, LooksNamesUpAndKeepsThem) {
  Targets targets;
  ASSERT_TRUE(targets.add("localhost", core::Family::kIpv4).has_value());
  EXPECT_EQ(target_at(targets, 0).address.to_string(), "127.0.0.1");
  EXPECT_EQ(target_at(targets, 0).name, "localhost");
}

TEST(TargetsTest, LeavesOutWhatIsExcluded) {
  Targets targets;
  ASSERT_TRUE(targets.add("192.0.2.0/29").has_value());
  ASSERT_TRUE(targets.exclude("192.0.2.0/31").has_value());
  ASSERT_TRUE(targets.exclude("192.0.2.3").has_value());
  ASSERT_TRUE(targets.exclude("192.*.2.6-7").has_value());
  EXPECT_THAT(addresses(targets), ElementsAre("192.0.2.2", "192.0.2.4", "192.0.2.5"));
}

TEST(TargetsTest, ExcludingOneFamilyLeavesTheOther) {
  Targets targets;
  ASSERT_TRUE(targets.add("2001:db8::1").has_value());
  ASSERT_TRUE(targets.exclude("0-255.*.*.*").has_value());
  ASSERT_TRUE(targets.exclude("0.0.0.0/0").has_value());
  EXPECT_THAT(addresses(targets), ElementsAre("2001:db8::1"));
  ASSERT_TRUE(targets.exclude("::/0").has_value());
  EXPECT_THAT(addresses(targets), IsEmpty());
}

class RefusedTargetTest : public testing::TestWithParam<std::string> {};

TEST_P(RefusedTargetTest, LeavesTheTargetsAsTheyWere) {
  Targets targets;
  EXPECT_FALSE(targets.add(GetParam()).has_value());
  EXPECT_EQ(targets.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(, RefusedTargetTest,
                         testing::Values("", "10.0.0.1/33", "10.0.0/24", "10.0.0.1-300", "10.0.0.5-1",
                                         "10.0.0-1", "1-2.3.4.5.6", "10.0.0.1,", "-", "2001:db8::/129",
                                         "[::1]", "::1%", "no such name", "10.0.0.0/15", "2001:db8::/64",
                                         "0.0.0.0/0", "::/0", "*.*.*.*"));

TEST(TargetsTest, BoundsTheSumOfAllRanges) {
  Targets targets;
  ASSERT_TRUE(targets.add("10.0.0.0/16").has_value());
  EXPECT_FALSE(targets.add("192.0.2.1").has_value());
  EXPECT_EQ(targets.size(), Targets::kMaximumSize);
}

TEST(TargetWordsTest, SplitsAtBlanksAndDropsComments) {
  EXPECT_THAT(target_words("a b\t c # d\n\n#e\nf\r\n"), ElementsAre("a", "b", "c", "f"));
}

}  // namespace
}  // namespace portreeve::scan
