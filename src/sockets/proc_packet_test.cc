#include "sockets/proc_packet.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

TEST(ParseProcPacketLine, ReadsALineOfTheKernel) {
  const auto socket =
      parse_proc_packet_line("000000007e73715b 3      2    0800   4     1 768    1000   1260049");
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kPacket);
  EXPECT_EQ(socket->source, Source::kProcNet);
  EXPECT_EQ(socket->type, SocketType::kDatagram);
  EXPECT_EQ(socket->state, State::kClose);
  ASSERT_TRUE(socket->interface);
  EXPECT_EQ(socket->interface->index, 4u);
  EXPECT_EQ(socket->recv_q, 768u);
  EXPECT_EQ(socket->uid, 1000u);
  EXPECT_EQ(socket->inode, 1'260'049u);
  EXPECT_EQ(std::get<PacketDetail>(socket->detail).ethernet_protocol, 0x800);
}

TEST(ParseProcPacketLine, OneOnEveryDeviceHasNone) {
  const auto socket =
      parse_proc_packet_line("00000000cda41f70 3      3    0003   0     1 0      0      1260048");
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->type, SocketType::kRaw);
  EXPECT_FALSE(socket->interface);
}

TEST(ParseProcPacketLine, RefusesWhatIsNoSocket) {
  const std::string_view lines[] = {
      "",
      "sk               RefCnt Type Proto  Iface R Rmem   User   Inode",
      "00000000cda41f70 3      3    0003   0     1 0      0",
      "00000000cda41f70 3      3    0003   0     1 0      0      1260048 1",
      "00000000cda41f70 3      1    0003   0     1 0      0      1260048",
      "00000000cda41f70 3      3    10003  0     1 0      0      1260048",
      "00000000cda41f70 3      3    0003   -1    1 0      0      1260048",
      "00000000cda41f70 3      3    0003   0     1 0      0      inode",
  };
  for (const std::string_view line : lines)
    EXPECT_FALSE(parse_proc_packet_line(line)) << line;
}

}  // namespace
}  // namespace portreeve::sockets
