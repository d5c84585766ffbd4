#include "kernel/addresses.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> texts(const LocalAddresses& addresses) {
  std::vector<std::string> result;
  for (const core::Address& address : addresses)
    result.push_back(address.to_string());
  return result;
}

TEST(FibTrie, LocalHostRoutesAreTheAddresses) {
  constexpr std::string_view kText =
      "Main:\n"
      "  +-- 0.0.0.0/0 3 0 5\n"
      "     |-- 0.0.0.0\n"
      "        /0 universe UNICAST\n"
      "     |-- 192.0.2.0\n"
      "        /24 link UNICAST\n"
      "Local:\n"
      "  +-- 0.0.0.0/0 3 0 5\n"
      "     |-- 192.0.2.7\n"
      "        /32 host LOCAL\n"
      "     |-- 192.0.2.255\n"
      "        /32 link BROADCAST\n"
      "     |-- 127.0.0.1\n"
      "        /32 host LOCAL\n";
  EXPECT_THAT(texts(parse_fib_trie(kText)), ElementsAre("127.0.0.1", "192.0.2.7"));
}

TEST(FibTrie, AnAddressInBothTablesCountsOnce) {
  constexpr std::string_view kText = "|-- 192.0.2.7\n/32 host LOCAL\n|-- 192.0.2.7\n/32 host LOCAL\n";
  EXPECT_THAT(texts(parse_fib_trie(kText)), ElementsAre("192.0.2.7"));
}

TEST(FibTrie, GarbageHasNoAddresses) {
  EXPECT_THAT(parse_fib_trie("\xff\x01|-- nonsense\n/32 host LOCAL\n"), IsEmpty());
}

TEST(IfInet6, LinkLocalAddressesCarryTheirInterface) {
  constexpr std::string_view kText =
      "00000000000000000000000000000001 01 80 10 80       lo\n"
      "fe800000000000000000000000000001 02 40 20 80     eth0\n"
      "20010db8000000000000000000000007 02 40 00 80     eth0\n";
  const auto addresses = parse_if_inet6("if_inet6", kText);
  ASSERT_TRUE(addresses);
  EXPECT_THAT(texts(*addresses), ElementsAre("::1", "2001:db8::7", "fe80::1%eth0"));
}

TEST(IfInet6, AMalformedLineIsNamed) {
  const auto addresses =
      parse_if_inet6("DIR/if_inet6", "00000000000000000000000000000001 01 80 10 80 lo\nxyz\n");
  ASSERT_FALSE(addresses);
  EXPECT_EQ(addresses.error().to_string(),
            "DIR/if_inet6:2: cannot parse the address \"xyz\": not a line of /proc/net/if_inet6");
}

}  // namespace
}  // namespace portreeve::kernel
