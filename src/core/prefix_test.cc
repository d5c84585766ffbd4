#include "core/prefix.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

using ::testing::ElementsAre;

Prefix parsed(std::string_view text) {
  return *Prefix::parse(text);
}
Address address(std::string_view text) {
  return *Address::parse(text);
}

TEST(Prefix, ParsesLengthsNetmasksAndSingleHosts) {
  EXPECT_EQ(parsed("10.0.0.0/8").to_string(), "10.0.0.0/8");
  EXPECT_EQ(parsed("10.0.0.0/255.0.0.0").to_string(), "10.0.0.0/8");
  EXPECT_EQ(parsed("0.0.0.0/0.0.0.0").to_string(), "0.0.0.0/0");
  EXPECT_EQ(parsed("192.0.2.1").to_string(), "192.0.2.1/32");
  EXPECT_EQ(parsed("2001:db8::1").to_string(), "2001:db8::1/128");
  EXPECT_EQ(parsed("::/0").to_string(), "::/0");
}

struct Fault {
  std::string_view text, reason;
};
class InvalidPrefix : public ::testing::TestWithParam<Fault> {};

TEST_P(InvalidPrefix, SaysWhatIsWrong) {
  const auto prefix = Prefix::parse(GetParam().text);
  ASSERT_FALSE(prefix);
  EXPECT_EQ(prefix.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, InvalidPrefix,
    ::testing::Values(Fault{"10.0.0.0/33", "the part after / is not between 0 and 32"},
                      Fault{"::/129", "the part after / is not between 0 and 128"},
                      Fault{"10.0.0.0/", "the part after / is not a decimal number"},
                      Fault{"10.0.0.0/-1", "the part after / is not a decimal number"},
                      Fault{"10.0.0.0/255.0.255.0",
                            "the part after / is not a netmask: its ones are not contiguous"},
                      Fault{"10.1.2.3/8", "it has bits set beyond its length"},
                      Fault{"2001:db8::1/32", "it has bits set beyond its length"},
                      Fault{"fe80::%eth0/64", "a prefix has no zone"},
                      Fault{"fe80::1%eth0", "a prefix has no zone"}, Fault{"", "it is empty"}));

TEST(Prefix, HostBitsAreAnErrorThatNamesWhatWasMeantOrAreCleared) {
  EXPECT_EQ(Prefix::parse("10.1.2.3/8").error().advice, "write 10.0.0.0/8, or 10.1.2.3 for the one host");
  EXPECT_EQ(Prefix::parse("10.1.2.3/8", HostBits::kClear)->to_string(), "10.0.0.0/8");
}

struct Border {
  std::string_view prefix, first, last, before, after;
};
class PrefixBorder : public ::testing::TestWithParam<Border> {};

TEST_P(PrefixBorder, HoldsItsFirstAndLastAddressAndNoNeighbour) {
  const Prefix prefix = parsed(GetParam().prefix);
  EXPECT_EQ(prefix.address(), address(GetParam().first));
  EXPECT_EQ(prefix.last(), address(GetParam().last));
  EXPECT_TRUE(prefix.contains(prefix.address()));
  EXPECT_TRUE(prefix.contains(prefix.last()));
  for (const std::string_view neighbour : {GetParam().before, GetParam().after}) {
    if (neighbour.empty()) continue;
    EXPECT_FALSE(prefix.contains(address(neighbour))) << neighbour;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Borders, PrefixBorder,
    ::testing::Values(Border{"0.0.0.0/0", "0.0.0.0", "255.255.255.255", "", ""},
                      Border{"10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
                      Border{"192.0.2.8/29", "192.0.2.8", "192.0.2.15", "192.0.2.7", "192.0.2.16"},
                      Border{"192.0.2.1/32", "192.0.2.1", "192.0.2.1", "192.0.2.0", "192.0.2.2"},
                      Border{"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
                      Border{"2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
                             "2001:db7:ffff::", "2001:db8:8000::"},
                      Border{"::1/128", "::1", "::1", "::", "::2"}));

TEST(Prefix, FamiliesNeverMix) {
  EXPECT_FALSE(parsed("0.0.0.0/0").contains(address("::")));
  EXPECT_FALSE(parsed("::/0").contains(address("0.0.0.0")));
  EXPECT_FALSE(parsed("192.0.2.0/24").contains(address("::ffff:192.0.2.1")));
}

TEST(Prefix, ContainsAnAddressWhateverItsZone) {
  EXPECT_TRUE(parsed("fe80::/10").contains(address("fe80::1%eth0")));
}

TEST(Prefix, ContainsItselfAndWhatIsInsideButNotWhatIsAround) {
  EXPECT_TRUE(parsed("10.0.0.0/8").contains(parsed("10.0.0.0/8")));
  EXPECT_TRUE(parsed("10.0.0.0/8").contains(parsed("10.1.0.0/16")));
  EXPECT_FALSE(parsed("10.1.0.0/16").contains(parsed("10.0.0.0/8")));
  EXPECT_FALSE(parsed("10.0.0.0/8").contains(parsed("11.0.0.0/16")));
}

TEST(Prefix, SortsANetworkRightBeforeTheNetworksInside) {
  std::vector<Prefix> prefixes{parsed("10.0.0.0/16"), parsed("10.1.0.0/16"), parsed("10.0.0.0/8"),
                               parsed("9.0.0.0/8")};
  std::ranges::sort(prefixes);
  std::vector<std::string> texts;
  for (const Prefix& prefix : prefixes)
    texts.push_back(prefix.to_string());
  EXPECT_THAT(texts, ElementsAre("9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16"));
}

TEST(Prefix, EqualPrefixesHashAlike) {
  const std::unordered_set<Prefix> prefixes{parsed("10.0.0.0/8"), parsed("10.0.0.0/255.0.0.0"),
                                            parsed("10.0.0.0/9")};
  EXPECT_EQ(prefixes.size(), 2u);
}

TEST(Prefix, ALengthBeyondTheAddressIsAProgrammingError) {
  EXPECT_THROW(Prefix(address("10.0.0.0"), 33), std::invalid_argument);
}

TEST(Netmask, TheLengthIsTheNumberOfLeadingOnes) {
  EXPECT_EQ(*netmask_length(address("0.0.0.0")), 0u);
  EXPECT_EQ(*netmask_length(address("255.255.255.252")), 30u);
  EXPECT_EQ(*netmask_length(address("255.255.255.255")), 32u);
  EXPECT_FALSE(netmask_length(address("0.0.0.255")));
  EXPECT_FALSE(netmask_length(address("ffff::")));
}

}  // namespace
}  // namespace portreeve::core
