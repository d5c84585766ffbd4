#include "wrappers/host_name.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <cstring>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

sockaddr_storage ipv4(const char* address, std::uint16_t port) {
  sockaddr_in endpoint{};
  endpoint.sin_family = AF_INET;
  endpoint.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, address, &endpoint.sin_addr), 1);
  sockaddr_storage storage{};
  std::memcpy(&storage, &endpoint, sizeof endpoint);
  return storage;
}

sockaddr_storage ipv6(const char* address, std::uint16_t port, std::uint32_t zone = 0) {
  sockaddr_in6 endpoint{};
  endpoint.sin6_family = AF_INET6;
  endpoint.sin6_port = htons(port);
  endpoint.sin6_scope_id = zone;
  EXPECT_EQ(inet_pton(AF_INET6, address, &endpoint.sin6_addr), 1);
  sockaddr_storage storage{};
  std::memcpy(&storage, &endpoint, sizeof endpoint);
  return storage;
}

sockaddr_storage of_family(sa_family_t family) {
  sockaddr_storage storage{};
  storage.ss_family = family;
  return storage;
}

const sockaddr& view(const sockaddr_storage& storage) {
  return reinterpret_cast<const sockaddr&>(storage);
}

TEST(NumericAddress, IsTheAddressInItsUsualForm) {
  EXPECT_EQ(numeric_address(view(ipv4("10.1.2.3", 22))), "10.1.2.3");
  EXPECT_EQ(numeric_address(view(ipv6("2001:DB8:0:0::1", 22))), "2001:db8::1");
}

TEST(NumericAddress, AMappedAddressStaysAsItIs) {
  EXPECT_EQ(numeric_address(view(ipv6("::ffff:10.1.2.3", 22))), "::ffff:10.1.2.3");
}

TEST(NumericAddress, ALinkLocalAddressHasItsZone) {
  const unsigned loopback = if_nametoindex("lo");
  if (loopback == 0) GTEST_SKIP() << "there is no interface lo";
  EXPECT_EQ(numeric_address(view(ipv6("fe80::1", 22, loopback))), "fe80::1%lo");
}

TEST(NumericAddress, OtherFamiliesHaveNone) {
  EXPECT_EQ(numeric_address(view(of_family(AF_UNSPEC))), "");
  EXPECT_EQ(numeric_address(view(of_family(AF_NETLINK))), "");
}

TEST(PortOf, IsInHostByteOrder) {
  EXPECT_EQ(port_of(view(ipv4("10.1.2.3", 22))), 22);
  EXPECT_EQ(port_of(view(ipv6("::1", 65534))), 65534);
}

TEST(PortOf, IsZeroForOtherFamilies) {
  EXPECT_EQ(port_of(view(of_family(AF_UNIX))), 0);
}

TEST(SizeOf, IsThatOfTheFamilysStructure) {
  EXPECT_EQ(size_of(view(of_family(AF_INET))), sizeof(sockaddr_in));
  EXPECT_EQ(size_of(view(of_family(AF_INET6))), sizeof(sockaddr_in6));
  EXPECT_EQ(size_of(view(of_family(AF_UNIX))), sizeof(sockaddr));
}

}  // namespace
}  // namespace portreeve::wrappers
