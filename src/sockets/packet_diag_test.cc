#include "sockets/packet_diag.h"

#include <linux/packet_diag.h>
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

Bytes packet_socket(std::uint8_t type, std::uint8_t family = AF_PACKET) {
  return bytes_of(::packet_diag_msg{
      .pdiag_family = family, .pdiag_type = type, .pdiag_num = 3, .pdiag_ino = 4711, .pdiag_cookie = {5, 1}});
}

TEST(PacketDiagRequest, AsksForDeviceQueuesRingsAndFanout) {
  const Bytes body = packet_diag_request();
  ::packet_diag_req request{};
  ASSERT_EQ(body.size(), sizeof request);
  std::memcpy(&request, body.data(), sizeof request);
  EXPECT_EQ(request.sdiag_family, AF_PACKET);
  EXPECT_EQ(request.pdiag_show,
            unsigned{PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO | PACKET_SHOW_RING_CFG | PACKET_SHOW_FANOUT});
}

TEST(DecodePacketDiag, ReadsASocketOnADevice) {
  ::packet_diag_info information{};
  information.pdi_index = 2;
  const std::uint32_t memory[] = {768, 212'992, 256};
  const Bytes body = packet_socket(SOCK_RAW) + attribute(PACKET_DIAG_INFO, bytes_of(information)) +
                     attribute(PACKET_DIAG_UID, bytes_of(std::uint32_t{1000})) +
                     attribute(PACKET_DIAG_MEMINFO, bytes_of(memory)) + attribute(99, 1);
  const auto socket = decode_packet_diag(body, {});
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kPacket);
  EXPECT_EQ(socket->type, SocketType::kRaw);
  EXPECT_EQ(socket->state, State::kClose);
  EXPECT_EQ(socket->inode, 4711u);
  EXPECT_EQ(socket->cookie, 0x1'0000'0005u);
  EXPECT_EQ(socket->uid, 1000u);
  EXPECT_EQ(socket->recv_q, 768u);
  EXPECT_EQ(socket->send_q, 256u);
  EXPECT_FALSE(socket->memory);
  ASSERT_TRUE(socket->interface);
  EXPECT_EQ(socket->interface->index, 2u);
  EXPECT_EQ(std::get<PacketDetail>(socket->detail).ethernet_protocol, 3);

  const auto with_memory = decode_packet_diag(body, {.memory = true});
  ASSERT_TRUE(with_memory);
  ASSERT_TRUE(with_memory->memory);
  EXPECT_EQ(with_memory->memory->receive_limit, 212'992u);
}

TEST(DecodePacketDiag, OneOnEveryDeviceHasNone) {
  const auto socket = decode_packet_diag(
      packet_socket(SOCK_DGRAM) + attribute(PACKET_DIAG_INFO, bytes_of(::packet_diag_info{})), {});
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kDatagram);
  EXPECT_FALSE(socket->interface);
  EXPECT_FALSE(socket->uid);
}

TEST(DecodePacketDiag, ReadsRingsFlagsAndFanout) {
  const ::packet_diag_info information{.pdi_index = 2,
                                       .pdi_version = 2,
                                       .pdi_reserve = 0,
                                       .pdi_copy_thresh = 3,
                                       .pdi_tstamp = 0,
                                       .pdi_flags = PDI_RUNNING | PDI_AUXDATA};
  const ::packet_diag_ring ring{.pdr_block_size = 4096,
                                .pdr_block_nr = 2,
                                .pdr_frame_size = 2048,
                                .pdr_frame_nr = 4,
                                .pdr_retire_tmo = 60,
                                .pdr_sizeof_priv = 0,
                                .pdr_features = 1};
  const auto socket =
      decode_packet_diag(packet_socket(SOCK_RAW) + attribute(PACKET_DIAG_INFO, bytes_of(information)) +
                             attribute(PACKET_DIAG_TX_RING, bytes_of(ring)) +
                             attribute(PACKET_DIAG_FANOUT, bytes_of(std::uint32_t{0x1'0007})),
                         {});
  ASSERT_TRUE(socket);
  const auto& detail = std::get<PacketDetail>(socket->detail);
  EXPECT_EQ(detail.version, 2u);
  EXPECT_EQ(detail.copy_threshold, 3u);
  EXPECT_EQ(detail.flags, 3u);
  EXPECT_FALSE(detail.receive_ring);
  ASSERT_TRUE(detail.transmit_ring);
  EXPECT_EQ(detail.transmit_ring->block_size, 4096u);
  EXPECT_EQ(detail.transmit_ring->block_count, 2u);
  EXPECT_EQ(detail.transmit_ring->frame_size, 2048u);
  EXPECT_EQ(detail.transmit_ring->frame_count, 4u);
  EXPECT_EQ(detail.transmit_ring->timeout_ms, 60u);
  EXPECT_EQ(detail.transmit_ring->features, 1u);
  EXPECT_EQ(detail.fanout, 0x1'0007u);
}

TEST(DecodePacketDiag, KnowsTheObsoleteType) {
  const auto socket = decode_packet_diag(packet_socket(10), {});
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kPacket);
}

TEST(DecodePacketDiag, RefusesWhatIsDamaged) {
  const Bytes whole = packet_socket(SOCK_RAW);
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(whole, 15), "too short"},
      {"attribute beyond the message", whole + attribute_of_length(PACKET_DIAG_INFO, 9), "reaches beyond"},
      {"another family", packet_socket(SOCK_RAW, AF_UNIX), "unknown family"},
      {"unknown type", packet_socket(SOCK_STREAM), "unknown family"},
  };
  for (const auto& row : rows) {
    const auto socket = decode_packet_diag(row.body, {});
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
