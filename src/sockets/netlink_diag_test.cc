#include "sockets/netlink_diag.h"

#include <linux/netlink_diag.h>
#include <sys/socket.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::attribute;
using for_tests::attribute_of_length;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::operator+;

using ::testing::HasSubstr;

Bytes netlink_socket(std::uint8_t type, std::uint8_t state = 0, std::uint8_t family = AF_NETLINK) {
  return bytes_of(::netlink_diag_msg{.ndiag_family = family,
                                     .ndiag_type = type,
                                     .ndiag_protocol = NETLINK_KOBJECT_UEVENT,
                                     .ndiag_state = state,
                                     .ndiag_portid = 1234,
                                     .ndiag_dst_portid = 56,
                                     .ndiag_dst_group = 8,
                                     .ndiag_ino = 4711,
                                     .ndiag_cookie = {5, 1}});
}

TEST(NetlinkDiagRequest, AsksForEveryFamily) {
  const Bytes body = netlink_diag_request();
  ::netlink_diag_req request{};
  ASSERT_EQ(body.size(), sizeof request);
  std::memcpy(&request, body.data(), sizeof request);
  EXPECT_EQ(request.sdiag_family, AF_NETLINK);
  EXPECT_EQ(request.sdiag_protocol, NDIAG_PROTO_ALL);
  EXPECT_EQ(request.ndiag_show, unsigned{NDIAG_SHOW_GROUPS | NDIAG_SHOW_MEMINFO});
}

TEST(DecodeNetlinkDiag, ReadsASocketInGroups) {
  const std::uint64_t groups[] = {0xff'8000'0001, 1};
  const std::uint32_t memory[] = {768, 212'992, 256};
  const Bytes body = netlink_socket(SOCK_RAW) + attribute(NETLINK_DIAG_GROUPS, bytes_of(groups)) +
                     attribute(NETLINK_DIAG_MEMINFO, bytes_of(memory)) + attribute(99, 1);
  const auto socket = decode_netlink_diag(body, {});
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kNetlink);
  EXPECT_EQ(socket->type, SocketType::kRaw);
  EXPECT_EQ(socket->state, State::kClose);
  EXPECT_EQ(socket->inode, 4711u);
  EXPECT_EQ(socket->cookie, 0x1'0000'0005u);
  EXPECT_FALSE(socket->uid);
  EXPECT_EQ(socket->recv_q, 768u);
  EXPECT_EQ(socket->send_q, 256u);
  EXPECT_FALSE(socket->memory);
  const auto& detail = std::get<NetlinkDetail>(socket->detail);
  EXPECT_EQ(detail.family, NETLINK_KOBJECT_UEVENT);
  EXPECT_EQ(detail.port, 1234u);
  EXPECT_EQ(detail.peer_port, 56u);
  EXPECT_EQ(detail.groups, 0x8000'0001u);
  EXPECT_EQ(detail.peer_groups, 8u);

  const auto with_memory = decode_netlink_diag(body, {.memory = true});
  ASSERT_TRUE(with_memory);
  ASSERT_TRUE(with_memory->memory);
  EXPECT_EQ(with_memory->memory->receive_limit, 212'992u);
}

TEST(DecodeNetlinkDiag, AConnectedOneIsEstablished) {
  const auto socket = decode_netlink_diag(netlink_socket(SOCK_DGRAM, 1), {});
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kDatagram);
  EXPECT_EQ(socket->state, State::kEstablished);
}

TEST(DecodeNetlinkDiag, RefusesWhatIsDamaged) {
  const Bytes whole = netlink_socket(SOCK_RAW);
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(whole, 27), "too short"},
      {"attribute beyond the message", whole + attribute_of_length(NETLINK_DIAG_GROUPS, 9), "reaches beyond"},
      {"another family", netlink_socket(SOCK_RAW, 0, AF_UNIX), "unknown family"},
      {"unknown type", netlink_socket(SOCK_STREAM), "unknown family"},
  };
  for (const auto& row : rows) {
    const auto socket = decode_netlink_diag(row.body, {});
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
