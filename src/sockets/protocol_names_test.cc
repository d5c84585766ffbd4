#include "sockets/protocol_names.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

TEST(EthernetProtocol, IsNamedAsIproute2NamesIt) {
  EXPECT_EQ(ethernet_protocol_name(0x0800), "ip");
  EXPECT_EQ(ethernet_protocol_name(0x86dd), "ipv6");
  EXPECT_EQ(ethernet_protocol_name(0x8100), "802.1Q");
  EXPECT_EQ(ethernet_protocol_name(0x88cc), "LLDP");
  EXPECT_EQ(ethernet_protocol_name(0x88e5), "[35045]");
}

TEST(EthernetProtocol, IsReadByNameInAnyCaseAndByNumber) {
  EXPECT_EQ(parse_ethernet_protocol("ip"), 0x0800);
  EXPECT_EQ(parse_ethernet_protocol("IPv6"), 0x86dd);
  EXPECT_EQ(parse_ethernet_protocol("802.1q"), 0x8100);
  EXPECT_EQ(parse_ethernet_protocol("0x88e5"), 0x88e5);
  EXPECT_EQ(parse_ethernet_protocol("65536"), std::nullopt);
  EXPECT_EQ(parse_ethernet_protocol("nothing"), std::nullopt);
}

TEST(NetlinkFamily, HasANameOrANumber) {
  EXPECT_EQ(netlink_family_name(0), "rtnl");
  EXPECT_EQ(netlink_family_name(17), "17");
  EXPECT_EQ(parse_netlink_family("genl"), 16);
  EXPECT_EQ(parse_netlink_family("17"), 17);
  EXPECT_EQ(parse_netlink_family("256"), std::nullopt);
  EXPECT_EQ(parse_netlink_family(""), std::nullopt);
}

TEST(ProtocolNames, AreReadBackAsTheNumbersThatTheyStandFor) {
  for (unsigned number = 0; number <= 0xff; ++number) {
    const auto family = static_cast<std::uint8_t>(number);
    EXPECT_EQ(parse_netlink_family(netlink_family_name(family)), family);
  }
}

TEST(CNumber, IsDecimalHexadecimalOrOctal) {
  const struct {
    std::string_view text;
    std::optional<std::int64_t> number;
  } rows[] = {
      {"22", 22},
      {"0x16", 22},
      {"026", 22},
      {"-1", -1},
      {"0", 0},
      {"", std::nullopt},
      {"22 ", std::nullopt},
      {" 22", std::nullopt},
      {"0x", std::nullopt},
      {"2a", std::nullopt},
      {"9223372036854775808", std::nullopt},
  };
  for (const auto& row : rows)
    EXPECT_EQ(parse_c_number(row.text), row.number) << '"' << row.text << '"';
  EXPECT_EQ(parse_c_number(std::string_view("2\0002", 3)), std::nullopt);
}

}  // namespace
}  // namespace portreeve::sockets
