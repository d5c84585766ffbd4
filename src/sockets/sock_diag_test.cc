#include "sockets/sock_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

using core::Family;

using ::testing::HasSubstr;
using ::testing::SizeIs;

using Bytes = std::vector<std::byte>;

template <typename Object>
Bytes bytes_of(const Object& object) {
  Bytes bytes(sizeof object);
  std::memcpy(bytes.data(), &object, sizeof object);
  return bytes;
}

Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

// A netlink message, filled up to a multiple of four bytes (netlink(7)):
//
//     0        4      6       8          12       16
//     | length | type | flags | sequence | portid | body … | padding |
Bytes message(std::uint16_t type, const Bytes& body, std::uint16_t flags = NLM_F_MULTI) {
  ::nlmsghdr header{};
  header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + body.size());
  header.nlmsg_type = type;
  header.nlmsg_flags = flags;
  Bytes bytes = bytes_of(header) + body;
  bytes.resize(NLMSG_ALIGN(bytes.size()));
  return bytes;
}

// An attribute, filled up in the same way:
//
//     0        2      4
//     | length | type | value … | padding |
Bytes attribute(std::uint16_t type, std::uint8_t value) {
  const ::nlattr header{.nla_len = sizeof(::nlattr) + 1, .nla_type = type};
  Bytes bytes = bytes_of(header) + bytes_of(value);
  bytes.resize(NLA_ALIGN(bytes.size()));
  return bytes;
}

// What a message says of a socket (include/uapi/linux/inet_diag.h); addresses and ports in network byte
// order:
//
//     0        1       2       3         4             8            52        56       60       64    68 72
//     | family | state | timer | retrans | inet_diag_sockid …       | expires | rqueue | wqueue | uid | inode
//     |
//
//     4       6       8              24             40       44       52
//     | sport | dport | src 16 bytes | dst 16 bytes | device | cookie |
::inet_diag_msg socket_of(std::uint8_t family, State state, const char* local, std::uint16_t port) {
  ::inet_diag_msg body{};
  body.idiag_family = family;
  body.idiag_state = static_cast<std::uint8_t>(state);
  body.id.idiag_sport = htons(port);
  EXPECT_EQ(::inet_pton(family, local, body.id.idiag_src), 1) << local;
  return body;
}

Bytes socket_message(const ::inet_diag_msg& body, const Bytes& attributes = {}) {
  return message(SOCK_DIAG_BY_FAMILY, bytes_of(body) + attributes);
}

Bytes listener(std::uint16_t port) {
  return socket_message(socket_of(AF_INET, State::kListen, "192.0.2.1", port));
}

Bytes done(int outcome = 0) {
  return message(NLMSG_DONE, bytes_of(outcome));
}

Bytes refusal(int outcome) {
  return message(NLMSG_ERROR, bytes_of(::nlmsgerr{.error = outcome, .msg = {}}));
}

TEST(DecodeSockDiag, ReadsAnIpv4Connection) {
  ::inet_diag_msg body = socket_of(AF_INET, State::kEstablished, "192.0.2.1", 22);
  body.id.idiag_dport = htons(40'000);
  ASSERT_EQ(::inet_pton(AF_INET, "198.51.100.7", body.id.idiag_dst), 1);
  body.idiag_rqueue = 11;
  body.idiag_wqueue = 12;
  body.idiag_uid = 1000;
  body.idiag_inode = 4'000'000'000;

  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(socket_message(body), Protocol::kTcp, reply));
  ASSERT_THAT(reply.sockets, SizeIs(1));
  const Socket& socket = reply.sockets.front();
  EXPECT_EQ(socket.protocol, Protocol::kTcp);
  EXPECT_EQ(socket.family, Family::kIpv4);
  EXPECT_EQ(socket.state, State::kEstablished);
  EXPECT_EQ(socket.local.to_string(), "192.0.2.1:22");
  EXPECT_EQ(socket.peer.to_string(), "198.51.100.7:40000");
  EXPECT_EQ(socket.recv_q, 11u);
  EXPECT_EQ(socket.send_q, 12u);
  EXPECT_EQ(socket.uid, 1000u);
  EXPECT_EQ(socket.inode, 4'000'000'000u);
  EXPECT_FALSE(socket.interface);
  EXPECT_FALSE(socket.v6_only);
  EXPECT_EQ(socket.source, Source::kSockDiag);
  EXPECT_FALSE(reply.is_last);
}

TEST(DecodeSockDiag, ReadsAnIpv6SocketOnADevice) {
  ::inet_diag_msg body = socket_of(AF_INET6, State::kClose, "fe80::1", 546);
  body.id.idiag_if = 7;
  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(socket_message(body), Protocol::kUdp, reply));
  ASSERT_THAT(reply.sockets, SizeIs(1));
  EXPECT_EQ(reply.sockets.front().protocol, Protocol::kUdp);
  EXPECT_EQ(reply.sockets.front().family, Family::kIpv6);
  EXPECT_EQ(reply.sockets.front().local.to_string(), "[fe80::1]:546");
  ASSERT_TRUE(reply.sockets.front().interface);
  EXPECT_EQ(reply.sockets.front().interface->index, 7u);
}

TEST(DecodeSockDiag, TakesV6OnlyFromItsAttributeWhereverItStands) {
  const auto body = socket_of(AF_INET6, State::kListen, "::", 80);
  const struct {
    Bytes attributes;
    std::optional<bool> v6_only;
  } rows[] = {
      {{}, std::nullopt},
      {attribute(INET_DIAG_SKV6ONLY, 0), false},
      {attribute(INET_DIAG_SKV6ONLY, 1), true},
      {attribute(INET_DIAG_SHUTDOWN, 3) + attribute(INET_DIAG_SKV6ONLY, 1), true},
      {attribute(INET_DIAG_SKV6ONLY, 1) + attribute(INET_DIAG_SHUTDOWN, 0), true},
      {attribute(INET_DIAG_SHUTDOWN, 1), std::nullopt},
  };
  for (const auto& row : rows) {
    DiagReply reply;
    ASSERT_TRUE(decode_sock_diag(socket_message(body, row.attributes), Protocol::kTcp, reply));
    ASSERT_THAT(reply.sockets, SizeIs(1));
    EXPECT_EQ(reply.sockets.front().v6_only, row.v6_only);
  }
}

TEST(DecodeSockDiag, V6OnlyMeansNothingForIpv4) {
  const auto body = socket_of(AF_INET, State::kListen, "0.0.0.0", 80);
  DiagReply reply;
  ASSERT_TRUE(
      decode_sock_diag(socket_message(body, attribute(INET_DIAG_SKV6ONLY, 1)), Protocol::kTcp, reply));
  ASSERT_THAT(reply.sockets, SizeIs(1));
  EXPECT_FALSE(reply.sockets.front().v6_only);
}

TEST(DecodeSockDiag, ReadsSeveralMessagesUpToTheEndOfTheDump) {
  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(listener(22) + listener(80), Protocol::kTcp, reply));
  ASSERT_TRUE(decode_sock_diag(listener(443) + done(), Protocol::kTcp, reply));
  ASSERT_THAT(reply.sockets, SizeIs(3));
  EXPECT_EQ(reply.sockets[0].local.port, 22);
  EXPECT_EQ(reply.sockets[1].local.port, 80);
  EXPECT_EQ(reply.sockets[2].local.port, 443);
  EXPECT_TRUE(reply.is_last);
  EXPECT_FALSE(reply.interrupted);
}

TEST(DecodeSockDiag, TheEndMayLackAnOutcome) {
  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(message(NLMSG_DONE, {}), Protocol::kTcp, reply));
  EXPECT_TRUE(reply.is_last);
}

TEST(DecodeSockDiag, TheEndMayCarryAnErrorAfterSockets) {
  DiagReply reply;
  const auto status = decode_sock_diag(listener(22) + done(-ENOENT), Protocol::kTcp, reply);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOENT);
  EXPECT_TRUE(reply.is_last);
  EXPECT_THAT(reply.sockets, SizeIs(1));
}

TEST(DecodeSockDiag, NothingIsReadBehindTheEnd) {
  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(done() + Bytes(5, std::byte{0xff}), Protocol::kTcp, reply));
  EXPECT_TRUE(reply.is_last);
}

TEST(DecodeSockDiag, ARefusalHasTheKernelsErrno) {
  DiagReply reply;
  const auto status = decode_sock_diag(refusal(-EPERM), Protocol::kTcp, reply);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, EPERM);
}

TEST(DecodeSockDiag, ARefusalWithoutAnErrorIsAnAcknowledgement) {
  DiagReply reply;
  EXPECT_TRUE(decode_sock_diag(refusal(0) + listener(22), Protocol::kTcp, reply));
  EXPECT_THAT(reply.sockets, SizeIs(1));
}

TEST(DecodeSockDiag, ARefusalWithANumberThatIsNoErrnoIsRefusedItself) {
  for (const int outcome : {1, std::numeric_limits<int>::max(), std::numeric_limits<int>::min(), -4096}) {
    DiagReply reply;
    const auto status = decode_sock_diag(refusal(outcome), Protocol::kTcp, reply);
    ASSERT_FALSE(status) << outcome;
    EXPECT_EQ(status.error().errno_value, 0) << outcome;
  }
}

TEST(DecodeSockDiag, RemembersThatTheDumpWasInterrupted) {
  DiagReply reply;
  const auto body = bytes_of(socket_of(AF_INET, State::kListen, "0.0.0.0", 80));
  const Bytes marked = message(SOCK_DIAG_BY_FAMILY, body, NLM_F_MULTI | NLM_F_DUMP_INTR);
  ASSERT_TRUE(decode_sock_diag(marked + listener(22) + done(), Protocol::kTcp, reply));
  EXPECT_TRUE(reply.interrupted);
  EXPECT_THAT(reply.sockets, SizeIs(2));
}

TEST(DecodeSockDiag, OtherKindsOfMessagesAreLeftOut) {
  DiagReply reply;
  ASSERT_TRUE(decode_sock_diag(message(NLMSG_NOOP, Bytes(3)) + listener(22), Protocol::kTcp, reply));
  EXPECT_THAT(reply.sockets, SizeIs(1));
}

// What is wrong with a datagram, the datagram, and a part of the message that says so. Each comes behind one
// good socket, which stays.
struct Damaged {
  const char* name;
  Bytes datagram;
  const char* reason;
};

class DecodeDamagedSockDiag : public ::testing::TestWithParam<Damaged> {};

Bytes first(Bytes bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}

// A message that says that it is `length` bytes long.
Bytes with_length(Bytes bytes, std::uint32_t length) {
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes;
}

Bytes listener_with_attribute_length(std::uint16_t length) {
  const ::nlattr header{.nla_len = length, .nla_type = INET_DIAG_SKV6ONLY};
  return socket_message(socket_of(AF_INET6, State::kListen, "::", 80), bytes_of(header));
}

Bytes with_family_and_state(std::uint8_t family, std::uint8_t state) {
  ::inet_diag_msg body{};
  body.idiag_family = family;
  body.idiag_state = state;
  return socket_message(body);
}

std::vector<Damaged> damaged_datagrams() {
  return {
      {"header cut off", first(listener(80), 15), "shorter than its header"},
      {"body cut off", first(listener(80), 60), "of 88 bytes was cut off at 60"},
      {"length below the header's", with_length(listener(80), 15), "of 15 bytes"},
      {"length of nothing", with_length(listener(80), 0), "of 0 bytes"},
      {"huge length", with_length(listener(80), 0xffffffff), "of 4294967295 bytes"},
      {"socket too short", message(SOCK_DIAG_BY_FAMILY, Bytes(71)), "too short for a socket"},
      {"no socket at all", message(SOCK_DIAG_BY_FAMILY, {}), "too short for a socket"},
      {"attribute beyond the message", listener_with_attribute_length(5), "reaches beyond"},
      {"attribute shorter than its header", listener_with_attribute_length(3), "reaches beyond"},
      {"attribute of no length", listener_with_attribute_length(0), "reaches beyond"},
      {"family of no internet socket", with_family_and_state(AF_UNIX, 1), "family or state"},
      {"state 0", with_family_and_state(AF_INET, 0), "family or state"},
      {"state 14", with_family_and_state(AF_INET, 14), "family or state"},
      {"refusal too short", message(NLMSG_ERROR, Bytes(3)), "error message is too short"},
      {"outcome too short", message(NLMSG_DONE, Bytes(2)), "error message is too short"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, DecodeDamagedSockDiag, ::testing::ValuesIn(damaged_datagrams()));

TEST_P(DecodeDamagedSockDiag, IsAnErrorThatLeavesTheSocketsBeforeIt) {
  DiagReply reply;
  const auto status = decode_sock_diag(listener(22) + GetParam().datagram, Protocol::kTcp, reply);
  ASSERT_FALSE(status) << GetParam().name;
  EXPECT_THAT(status.error().to_string(), HasSubstr(GetParam().reason)) << GetParam().name;
  EXPECT_EQ(status.error().errno_value, 0) << GetParam().name;
  EXPECT_THAT(reply.sockets, SizeIs(1)) << GetParam().name;
}

}  // namespace
}  // namespace portreeve::sockets
