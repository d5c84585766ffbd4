#include "sockets/unix_diag.h"

#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::attribute;
using for_tests::attribute_of_length;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::bytes_of_text;
using for_tests::operator+;

using ::testing::HasSubstr;

Bytes unix_socket(std::uint8_t type, std::uint8_t state, std::uint8_t family = AF_UNIX) {
  return bytes_of(::unix_diag_msg{.udiag_family = family,
                                  .udiag_type = type,
                                  .udiag_state = state,
                                  .pad = 0,
                                  .udiag_ino = 4'000'000'000,
                                  .udiag_cookie = {5, 1}});
}

UnixDetail detail_of(const core::Result<Socket>& socket) {
  return std::get<UnixDetail>(socket.value().detail);
}

TEST(UnixDiagRequest, NamesFamilyAndStates) {
  const Bytes body = unix_diag_request(1u << 10, {});
  ::unix_diag_req request{};
  ASSERT_EQ(body.size(), sizeof request);
  std::memcpy(&request, body.data(), sizeof request);
  EXPECT_EQ(request.sdiag_family, AF_UNIX);
  EXPECT_EQ(request.sdiag_protocol, 0);
  EXPECT_EQ(request.udiag_states, 1u << 10);
  EXPECT_EQ(request.udiag_show, 0x57u);
}

TEST(UnixDiagRequest, AsksForMoreOnlyIfWanted) {
  const auto shown = [](const Details& details) {
    const Bytes body = unix_diag_request(~0u, details);
    ::unix_diag_req request{};
    EXPECT_EQ(body.size(), sizeof request);
    std::memcpy(&request, body.data(), std::min(sizeof request, body.size()));
    return request.udiag_show;
  };
  EXPECT_EQ(shown({.memory = true}), 0x57u | UDIAG_SHOW_MEMINFO);
  EXPECT_EQ(shown({.waiting = true}), 0x57u | UDIAG_SHOW_ICONS);
}

TEST(DecodeUnixDiag, ReadsAListener) {
  const auto socket = decode_unix_diag(
      unix_socket(SOCK_STREAM, 10) +
      attribute(UNIX_DIAG_NAME, bytes_of_text(std::string_view("/run/x y\0", 9))) +
      attribute(UNIX_DIAG_VFS, bytes_of(::unix_diag_vfs{.udiag_vfs_ino = 77, .udiag_vfs_dev = 0x800001})) +
      attribute(UNIX_DIAG_RQLEN, bytes_of(::unix_diag_rqlen{.udiag_rqueue = 3, .udiag_wqueue = 128})) +
      attribute(UNIX_DIAG_MEMINFO, bytes_of(std::uint32_t{4096})) + attribute(UNIX_DIAG_SHUTDOWN, 3) +
      attribute(UNIX_DIAG_UID, bytes_of(std::uint32_t{1000})) + attribute(99, 1));
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kUnix);
  EXPECT_EQ(socket->type, SocketType::kStream);
  EXPECT_EQ(socket->state, State::kListen);
  EXPECT_EQ(socket->inode, 4'000'000'000u);
  EXPECT_EQ(socket->cookie, 0x1'0000'0005u);
  EXPECT_EQ(socket->recv_q, 3u);
  EXPECT_EQ(socket->send_q, 128u);
  EXPECT_EQ(socket->shutdown, 3);
  EXPECT_EQ(socket->uid, 1000u);
  ASSERT_TRUE(socket->memory);
  EXPECT_EQ(socket->memory->receive_allocated, 4096u);
  EXPECT_EQ(detail_of(socket).path, "/run/x y");
  EXPECT_EQ(detail_of(socket).peer_inode, 0u);
  EXPECT_EQ(detail_of(socket).file_inode, 77u);
  EXPECT_EQ(detail_of(socket).file_device, 0x800001u);
}

TEST(DecodeUnixDiag, ReadsAConnectedSocketWithoutAName) {
  const auto socket = decode_unix_diag(unix_socket(SOCK_SEQPACKET, 1) +
                                       attribute(UNIX_DIAG_PEER, bytes_of(std::uint32_t{12})));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kSequencedPacket);
  EXPECT_EQ(socket->state, State::kEstablished);
  EXPECT_FALSE(socket->uid);
  EXPECT_FALSE(socket->memory);
  EXPECT_EQ(detail_of(socket).path, "");
  EXPECT_EQ(detail_of(socket).peer_inode, 12u);
}

TEST(DecodeUnixDiag, ReadsThoseThatWaitAtAListener) {
  const std::uint32_t waiting[] = {7, 4'000'000'000};
  const auto socket =
      decode_unix_diag(unix_socket(SOCK_STREAM, 10) + attribute(UNIX_DIAG_ICONS, bytes_of(waiting)));
  ASSERT_TRUE(socket);
  ASSERT_TRUE(detail_of(socket).waiting);
  EXPECT_THAT(*detail_of(socket).waiting, ::testing::ElementsAre(7, 4'000'000'000));
  EXPECT_FALSE(detail_of(decode_unix_diag(unix_socket(SOCK_STREAM, 10))).waiting);
}

TEST(DecodeUnixDiag, AnAbstractNameIsAllOfItsBytes) {
  const std::string_view name("\0a\0 b\n\0", 7);
  const auto socket =
      decode_unix_diag(unix_socket(SOCK_DGRAM, 7) + attribute(UNIX_DIAG_NAME, bytes_of_text(name)));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kDatagram);
  EXPECT_EQ(detail_of(socket).path, name);
}

TEST(DecodeUnixDiag, RefusesWhatIsDamaged) {
  const Bytes whole = unix_socket(SOCK_STREAM, 1);
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(whole, 15), "too short"},
      {"attribute beyond the message", whole + attribute_of_length(UNIX_DIAG_NAME, 9), "reaches beyond"},
      {"another family", unix_socket(SOCK_STREAM, 1, AF_INET), "unknown family"},
      {"unknown type", unix_socket(7, 1), "unknown family"},
      {"state 0", unix_socket(SOCK_STREAM, 0), "unknown family"},
      {"state 14", unix_socket(SOCK_STREAM, 14), "unknown family"},
  };
  for (const auto& row : rows) {
    const auto socket = decode_unix_diag(row.body);
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
