#include "sockets/proc_netlink.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

TEST(ParseProcNetlinkLine, ReadsALineOfTheKernel) {
  const auto socket = parse_proc_netlink_line(
      "00000000f5760ad9 15  29263      80000001 768      256      0     2        0        1260050 ");
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kNetlink);
  EXPECT_EQ(socket->source, Source::kProcNet);
  EXPECT_EQ(socket->state, State::kClose);
  EXPECT_EQ(socket->recv_q, 768u);
  EXPECT_EQ(socket->send_q, 256u);
  EXPECT_FALSE(socket->uid);
  EXPECT_EQ(socket->inode, 1'260'050u);
  const auto& detail = std::get<NetlinkDetail>(socket->detail);
  EXPECT_EQ(detail.family, 15);
  EXPECT_EQ(detail.port, 29'263u);
  EXPECT_EQ(detail.groups, 0x8000'0001u);
}

TEST(ParseProcNetlinkLine, RefusesWhatIsNoSocket) {
  const std::string_view lines[] = {
      "",
      "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode",
      "00000000f5760ad9 15  29263      80000001 768      256      0     2        0",
      "00000000f5760ad9 15  29263      80000001 768      256      0     2        0        1 2",
      "00000000f5760ad9 256 29263      80000001 768      256      0     2        0        1",
      "00000000f5760ad9 15  29263      180000001 768     256      0     2        0        1",
      "00000000f5760ad9 15  29263      80000001 768      256      0     2        0        -1",
  };
  for (const std::string_view line : lines)
    EXPECT_FALSE(parse_proc_netlink_line(line)) << line;
}

}  // namespace
}  // namespace portreeve::sockets
