#include "wrappers/network_pattern.h"

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

constexpr std::uint32_t kAddress = 0x0a010203;  // 10.1.2.3

struct Quad {
  std::string_view text;
  std::optional<std::uint32_t> address;
};
class DottedQuad : public ::testing::TestWithParam<Quad> {};

TEST_P(DottedQuad, HasFourFieldsAsInetAddrReadsThem) {
  EXPECT_EQ(parse_dotted_quad(GetParam().text), GetParam().address) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Texts, DottedQuad,
                         ::testing::Values(Quad{"10.1.2.3", kAddress}, Quad{"0.0.0.0", 0},
                                           Quad{"255.255.255.254", 0xfffffffe}, Quad{"0xa.1.2.0x3", kAddress},
                                           Quad{"012.1.2.03", kAddress}, Quad{"10.1.2", std::nullopt},
                                           Quad{"10.1.2.3.4", std::nullopt}, Quad{"10.1.2.256", std::nullopt},
                                           Quad{"10.1.2.08", std::nullopt}, Quad{"10..2.3", std::nullopt},
                                           Quad{"10.1.2.3.", std::nullopt}, Quad{".10.1.2.3", std::nullopt},
                                           Quad{"a.b.c.d", std::nullopt}, Quad{"10.1.2.3x", std::nullopt},
                                           Quad{"", std::nullopt},
                                           // inet_addr(3) returns this address for an error
                                           Quad{"255.255.255.255", std::nullopt}));

struct Length {
  std::string_view text;
  std::optional<std::uint32_t> mask;
};
class Ipv4Length : public ::testing::TestWithParam<Length> {};

TEST_P(Ipv4Length, IsFrom1To32AndWhatFollowsIsIgnored) {
  EXPECT_EQ(parse_ipv4_length(GetParam().text), GetParam().mask) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Ipv4Length,
    ::testing::Values(Length{"1", 0x80000000}, Length{"24", 0xffffff00}, Length{"32", 0xffffffff},
                      Length{"24abc", 0xffffff00}, Length{"+24", 0xffffff00}, Length{"024", 0xffffff00},
                      Length{" 8", 0xff000000}, Length{"4294967304", 0xff000000},  // 2^32 + 8, kept in an int
                      Length{"0", std::nullopt}, Length{"33", std::nullopt}, Length{"-1", std::nullopt},
                      Length{"0x18", std::nullopt}, Length{"", std::nullopt}, Length{"x", std::nullopt}));

struct Network {
  std::string_view net, mask;
  bool contains = false;
};
class Ipv4Networks : public ::testing::TestWithParam<Network> {};

TEST_P(Ipv4Networks, HoldWhatAgreesInTheMask) {
  const auto network = parse_ipv4_network(GetParam().net, GetParam().mask);
  EXPECT_EQ(network && network->contains(kAddress), GetParam().contains)
      << GetParam().net << "/" << GetParam().mask;
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Ipv4Networks,
    ::testing::Values(Network{"10.1.2.0", "24", true}, Network{"10.1.2.0", "255.255.255.0", true},
                      Network{"10.1.3.0", "24", false}, Network{"10.1.2.3", "32", true},
                      Network{"0.0.0.0", "0.0.0.0", true}, Network{"0.0.0.0", "0", false},
                      Network{"10.0.2.0", "255.0.255.0", true}, Network{"10.1.2.3", "24", false},
                      Network{"10.1.2.3", "255.255.255.255", false}, Network{"10.1.2", "24", false},
                      Network{"10.0.0.0", "8.0.0.0", false}, Network{"8.0.0.0", "8.0.0.0", true}));

TEST(Ipv4Network, TellsOfBitsOutsideItsMask) {
  EXPECT_TRUE(parse_ipv4_network("10.1.2.3", "24")->has_host_bits());
  EXPECT_FALSE(parse_ipv4_network("10.1.2.0", "24")->has_host_bits());
}

Ipv6Bytes ipv6(std::string_view text) {
  return *parse_ipv6(text);
}

struct Network6 {
  std::string_view net, length;
  bool contains = false;
};
class Ipv6Networks : public ::testing::TestWithParam<Network6> {};

TEST_P(Ipv6Networks, HoldWhatAgreesInTheFirstBits) {
  const auto network = parse_ipv6_network(GetParam().net, GetParam().length);
  EXPECT_EQ(network && network->contains(ipv6("2001:db8:8000::7")), GetParam().contains)
      << GetParam().net << "/" << GetParam().length;
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Ipv6Networks,
    ::testing::Values(Network6{"[2001:db8::]", "32", true}, Network6{"[2001:db8:8000::]", "33", true},
                      Network6{"[2001:db8::]", "33", false}, Network6{"[2001:db8:8000::7]", "128", true},
                      Network6{"[2001:db8:8000::6]", "128", false},
                      Network6{"[2001:db8:8000::6]", "127", true}, Network6{"[2001:db8::1]", "32", true},
                      Network6{"[::]", "0", true}, Network6{"[fe80::]", "", true},
                      Network6{"[fe80::]", "abc", true}, Network6{"[2001:db8::]", "32x", true},
                      Network6{"[2001:db8::]", "129", false}, Network6{"[2001:db8::]", "-1", false},
                      Network6{"2001:db8::", "32", false}, Network6{"[10.0.0.0]", "8", false},
                      Network6{"[", "0", false}, Network6{"[]", "0", false}, Network6{"", "0", false}));

TEST(Ipv6Network, TellsOfALengthThatIsNoNumber) {
  EXPECT_TRUE(parse_ipv6_network("[::]", "")->length_is_junk);
  EXPECT_TRUE(parse_ipv6_network("[::]", "abc")->length_is_junk);
  EXPECT_FALSE(parse_ipv6_network("[::]", "0")->length_is_junk);
  EXPECT_FALSE(parse_ipv6_network("[::]", "8abc")->length_is_junk);
}

}  // namespace
}  // namespace portreeve::wrappers
