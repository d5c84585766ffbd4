#include "core/endpoint.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

class ValidEndpoint : public ::testing::TestWithParam<std::string_view> {};

TEST_P(ValidEndpoint, PrintsAsItWasWritten) {
  const auto endpoint = Endpoint::parse(GetParam());
  ASSERT_TRUE(endpoint) << endpoint.error().to_string();
  EXPECT_EQ(endpoint->to_string(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Forms, ValidEndpoint,
                         ::testing::Values("192.0.2.1:22", "0.0.0.0:0", "[2001:db8::1]:65535",
                                           "[fe80::1%eth0]:22"));

struct Fault {
  std::string_view text, sentence;
};
class InvalidEndpoint : public ::testing::TestWithParam<Fault> {};

TEST_P(InvalidEndpoint, SaysWhatIsWrongAndWhatToWrite) {
  const auto endpoint = Endpoint::parse(GetParam().text);
  ASSERT_FALSE(endpoint);
  EXPECT_EQ(endpoint.error().reason, GetParam().sentence);
  EXPECT_EQ(endpoint.error().advice, "write 192.0.2.1:22 or [2001:db8::1]:22");
}

INSTANTIATE_TEST_SUITE_P(Faults, InvalidEndpoint,
                         ::testing::Values(Fault{"192.0.2.1", "it has no port"},
                                           Fault{"::1:22", "an IPv6 address needs brackets"},
                                           Fault{"[192.0.2.1]:22", "brackets belong to an IPv6 address"},
                                           Fault{"[::1:22", "its bracket is not closed before the port"},
                                           Fault{"[::1]:", "its port is not a decimal number"},
                                           Fault{"192.0.2.1:65536", "its port is not between 0 and 65535"},
                                           Fault{":22", "its address is wrong: it is empty"}));

TEST(Endpoint, OrdersByAddressThenPort) {
  EXPECT_LT(*Endpoint::parse("192.0.2.1:80"), *Endpoint::parse("192.0.2.2:22"));
  EXPECT_LT(*Endpoint::parse("192.0.2.1:22"), *Endpoint::parse("192.0.2.1:80"));
}

TEST(Endpoint, EqualEndpointsHashAlike) {
  const std::hash<Endpoint> hash;
  EXPECT_EQ(hash(*Endpoint::parse("[::1]:22")), hash(*Endpoint::parse("[0::1]:22")));
}

}  // namespace
}  // namespace portreeve::core
