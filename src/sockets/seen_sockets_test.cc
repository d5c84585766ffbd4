#include "sockets/seen_sockets.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

Socket with_cookie(std::uint64_t cookie) {
  Socket socket;
  socket.cookie = cookie;
  return socket;
}

core::Endpoint endpoint(std::string_view text) {
  return core::Endpoint::parse(text).value();
}

UnixDetail unix_detail(std::string_view path) {
  UnixDetail detail;
  detail.path = path;
  return detail;
}

TEST(SeenSockets, KnowsACookieFromTheSecondTimeOn) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(with_cookie(1)));
  EXPECT_TRUE(seen.insert(with_cookie(2)));
  EXPECT_FALSE(seen.insert(with_cookie(1)));
  EXPECT_FALSE(seen.insert(with_cookie(2)));
}

TEST(SeenSockets, ACookieCountsAloneWhateverElseChanged) {
  SeenSockets seen;
  Socket socket = with_cookie(7);
  EXPECT_TRUE(seen.insert(socket));
  socket.state = State::kEstablished;
  socket.peer = endpoint("192.0.2.1:80");
  EXPECT_FALSE(seen.insert(socket));
}

TEST(SeenSockets, KeepsApartAHundredThousandOfThem) {
  constexpr std::uint64_t kStep = 0x1'0000'0001;  // both halves change
  SeenSockets seen;
  for (std::uint64_t number = 1; number <= 100'000; ++number)
    ASSERT_TRUE(seen.insert(with_cookie(number * kStep))) << number;
  for (std::uint64_t number = 1; number <= 100'000; ++number)
    ASSERT_FALSE(seen.insert(with_cookie(number * kStep))) << number;
  EXPECT_TRUE(seen.insert(with_cookie(100'001 * kStep)));
}

TEST(SeenSockets, TakesTheLargestNumbers) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(with_cookie(~std::uint64_t{0})));
  EXPECT_TRUE(seen.insert(with_cookie(~std::uint64_t{0} - 1)));
  EXPECT_FALSE(seen.insert(with_cookie(~std::uint64_t{0})));
}

TEST(SeenSockets, WithoutACookieTheInodeAndBothEndsCount) {
  Socket socket;
  socket.inode = 4711;
  socket.local = endpoint("192.0.2.1:22");
  socket.peer = endpoint("198.51.100.1:40000");
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(socket));
  EXPECT_FALSE(seen.insert(socket));
  Socket other = socket;
  other.inode = 4712;
  EXPECT_TRUE(seen.insert(other));
  other = socket;
  other.local.port = 23;
  EXPECT_TRUE(seen.insert(other));
  other = socket;
  other.peer = endpoint("[2001:db8::1]:40000");
  EXPECT_TRUE(seen.insert(other));
  EXPECT_FALSE(seen.insert(socket));
}

TEST(SeenSockets, WithoutACookieAUnixSocketsPathCounts) {
  SeenSockets seen;
  Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.inode = 4711;
  socket.detail = unix_detail("/run/a");
  EXPECT_TRUE(seen.insert(socket));
  EXPECT_FALSE(seen.insert(socket));
  socket.detail = unix_detail("/run/b");
  EXPECT_TRUE(seen.insert(socket));
}

TEST(SeenSockets, WithNeitherCookieNorInodeEachIsNew) {
  SeenSockets seen;
  EXPECT_TRUE(seen.insert(Socket{}));
  EXPECT_TRUE(seen.insert(Socket{}));
}

TEST(SeenSockets, AssociationsAreToldApartFromTheirEndpointAndByTheirPeer) {
  SeenSockets seen;
  Socket endpoint_itself = with_cookie(5);
  endpoint_itself.protocol = Protocol::kSctp;
  endpoint_itself.peer = endpoint("192.0.2.1:3000");
  Socket association = endpoint_itself;
  association.detail.emplace<SctpDetail>().is_association = true;
  EXPECT_TRUE(seen.insert(endpoint_itself));
  EXPECT_TRUE(seen.insert(association));
  EXPECT_FALSE(seen.insert(association));
  association.peer.port = 3001;
  EXPECT_TRUE(seen.insert(association));
}

}  // namespace
}  // namespace portreeve::sockets
