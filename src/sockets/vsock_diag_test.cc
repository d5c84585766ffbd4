#include "sockets/vsock_diag.h"

#include <linux/vm_sockets_diag.h>
#include <sys/socket.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::Bytes;
using for_tests::bytes_of;

using ::testing::HasSubstr;

Bytes vsock_socket(std::uint8_t type, std::uint8_t state, std::uint8_t family = AF_VSOCK) {
  return bytes_of(::vsock_diag_msg{.vdiag_family = family,
                                   .vdiag_type = type,
                                   .vdiag_state = state,
                                   .vdiag_shutdown = 2,
                                   .vdiag_src_cid = 0xffff'ffff,
                                   .vdiag_src_port = 1024,
                                   .vdiag_dst_cid = 3,
                                   .vdiag_dst_port = 70'000,
                                   .vdiag_ino = 4711,
                                   .vdiag_cookie = {5, 1}});
}

TEST(VsockDiagRequest, NamesFamilyAndStates) {
  const Bytes body = vsock_diag_request(1u << 10);
  ::vsock_diag_req request{};
  ASSERT_EQ(body.size(), sizeof request);
  std::memcpy(&request, body.data(), sizeof request);
  EXPECT_EQ(request.sdiag_family, AF_VSOCK);
  EXPECT_EQ(request.vdiag_states, 1u << 10);
}

TEST(DecodeVsockDiag, ReadsBothEnds) {
  const auto socket = decode_vsock_diag(vsock_socket(SOCK_STREAM, 1));
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kVsock);
  EXPECT_EQ(socket->type, SocketType::kStream);
  EXPECT_EQ(socket->state, State::kEstablished);
  EXPECT_EQ(socket->shutdown, 2);
  EXPECT_EQ(socket->inode, 4711u);
  EXPECT_EQ(socket->cookie, 0x1'0000'0005u);
  EXPECT_FALSE(socket->uid);
  const auto& detail = std::get<VsockDetail>(socket->detail);
  EXPECT_EQ(detail.cid, 0xffff'ffffu);
  EXPECT_EQ(detail.port, 1024u);
  EXPECT_EQ(detail.peer_cid, 3u);
  EXPECT_EQ(detail.peer_port, 70'000u);
}

TEST(DecodeVsockDiag, RefusesWhatIsDamaged) {
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(vsock_socket(SOCK_STREAM, 1), 31), "too short"},
      {"another family", vsock_socket(SOCK_STREAM, 1, AF_UNIX), "unknown family"},
      {"unknown type", vsock_socket(9, 1), "unknown family"},
      {"state 0", vsock_socket(SOCK_STREAM, 0), "unknown family"},
  };
  for (const auto& row : rows) {
    const auto socket = decode_vsock_diag(row.body);
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
