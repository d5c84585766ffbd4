#include "core/address.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

using ::testing::ElementsAre;

Address parsed(std::string_view text) {
  return *Address::parse(text);
}

struct Form {
  std::string_view text, canonical;
};
class ValidAddress : public ::testing::TestWithParam<Form> {};

TEST_P(ValidAddress, ParsesAndPrintsItsCanonicalForm) {
  const auto address = Address::parse(GetParam().text);
  ASSERT_TRUE(address) << address.error().to_string();
  EXPECT_EQ(address->to_string(), GetParam().canonical);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ValidAddress,
    ::testing::Values(Form{"0.0.0.0", "0.0.0.0"}, Form{"255.255.255.255", "255.255.255.255"},
                      Form{"::", "::"}, Form{"::1", "::1"}, Form{"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
                      Form{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // RFC 5952, 4.2.2
                      Form{"fe80::1%eth0", "fe80::1%eth0"}, Form{"fe80::1%e0.100", "fe80::1%e0.100"},
                      Form{"fe80::1%abcdefghijklmno", "fe80::1%abcdefghijklmno"},
                      Form{"::ffff:192.0.2.1", "::ffff:192.0.2.1"}));

struct Fault {
  std::string_view text, reason;
};
class InvalidAddress : public ::testing::TestWithParam<Fault> {};

TEST_P(InvalidAddress, SaysWhatIsWrong) {
  const auto address = Address::parse(GetParam().text);
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().reason, GetParam().reason);
}

constexpr std::string_view kFourParts =
    "an IPv4 address has four decimal parts from 0 to 255 without leading zeros";

INSTANTIATE_TEST_SUITE_P(
    Faults, InvalidAddress,
    ::testing::Values(Fault{"", "it is empty"}, Fault{"1.2.3", kFourParts}, Fault{"1.2.3.256", kFourParts},
                      Fault{"01.2.3.4", kFourParts}, Fault{"1.2.3.4.", kFourParts},
                      Fault{"10.0.0.0/8", "it is a prefix, not an address"},
                      Fault{"[::1]", "brackets belong to an address with a port, as in [::1]:22"},
                      Fault{"1::2::3", "not an IPv6 address"},
                      Fault{"localhost", "not an IPv4 or IPv6 address"},
                      Fault{" 1.2.3.4", "not an IPv4 or IPv6 address"},
                      Fault{"fe80::1%", "the zone after % is empty"},
                      Fault{"fe80::1%abcdefghijklmnop", "the zone after % is longer than an interface name"},
                      Fault{"fe80::1%a b", "the zone after % is not an interface name"},
                      Fault{"fe80::1%a%b", "the zone after % is not an interface name"}));

TEST(Address, ATextWithANulByteIsNone) {
  EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST(Address, AnOverlongTextIsRefusedAndShortenedInTheError) {
  const auto address = Address::parse(std::string(1000, ':'));
  ASSERT_FALSE(address);
  EXPECT_LT(address.error().to_string().size(), 200u);
}

TEST(Address, OrdersByFamilyThenNumberThenZone) {
  std::vector<Address> addresses;
  for (const auto* text : {"fe80::1%b", "::1", "10.0.0.1", "fe80::1%a", "9.0.0.1"})
    addresses.push_back(parsed(text));
  std::ranges::sort(addresses);
  std::vector<std::string> texts;
  for (const Address& address : addresses)
    texts.push_back(address.to_string());
  EXPECT_THAT(texts, ElementsAre("9.0.0.1", "10.0.0.1", "::1", "fe80::1%a", "fe80::1%b"));
}

TEST(Address, EqualAddressesHashAlikeAndAMappedOneIsAnother) {
  const std::unordered_set<Address> addresses{parsed("192.0.2.1"), parsed("192.0.2.1"),
                                              parsed("::ffff:192.0.2.1"), parsed("fe80::1%a"),
                                              parsed("fe80::1%b")};
  EXPECT_EQ(addresses.size(), 4u);
}

TEST(Address, TheMappedFormBecomesTheIpv4Address) {
  EXPECT_TRUE(parsed("::ffff:192.0.2.1").is_ipv4_mapped());
  EXPECT_EQ(parsed("::ffff:192.0.2.1").unmapped(), parsed("192.0.2.1"));
  EXPECT_FALSE(parsed("::192.0.2.1").is_ipv4_mapped());
  EXPECT_EQ(parsed("2001:db8::1").unmapped(), parsed("2001:db8::1"));
}

TEST(Address, KindsFollowTheRegistries) {
  for (const auto* text : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(parsed(text).is_loopback()) << text;
  }
  for (const auto* text : {"128.0.0.1", "::2", "126.255.255.255"})
    EXPECT_FALSE(parsed(text).is_loopback()) << text;
  for (const auto* text : {"169.254.0.1", "fe80::1", "febf::1"})
    EXPECT_TRUE(parsed(text).is_link_local()) << text;
  for (const auto* text : {"169.253.0.1", "fec0::1"})
    EXPECT_FALSE(parsed(text).is_link_local()) << text;
  for (const auto* text : {"224.0.0.1", "239.255.255.255", "ff02::1"}) {
    EXPECT_TRUE(parsed(text).is_multicast()) << text;
  }
  for (const auto* text : {"223.255.255.255", "240.0.0.0", "fe80::1"}) {
    EXPECT_FALSE(parsed(text).is_multicast()) << text;
  }
  EXPECT_TRUE(Address::any(Family::kIpv4).is_unspecified());
  EXPECT_TRUE(Address::any(Family::kIpv6).is_unspecified());
  EXPECT_FALSE(parsed("0.0.0.1").is_unspecified());
}

TEST(Address, BitsAreInHostByteOrder) {
  EXPECT_EQ(Address::from_ipv4(0xC0000201).to_string(), "192.0.2.1");
  EXPECT_EQ(parsed("192.0.2.1").ipv4_bits(), 0xC0000201u);
}

TEST(Address, OnlyAnIpv6AddressTakesAZone) {
  EXPECT_EQ(parsed("fe80::1").with_zone("eth0").to_string(), "fe80::1%eth0");
  EXPECT_EQ(parsed("192.0.2.1").with_zone("eth0").to_string(), "192.0.2.1");
}

TEST(Address, AZoneFromOutsideCannotForgeALine) {
  EXPECT_EQ(parsed("fe80::1").with_zone("a\nb").to_string(), "fe80::1%a\\x0ab");
}

}  // namespace
}  // namespace portreeve::core
