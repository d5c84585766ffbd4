#include "sockets/proc_internet.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

using core::Family;

constexpr std::string_view kHeading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode        "
    "   "
    "                                          \n";
constexpr std::string_view kListener =
    "   0: 0100007F:0016 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 6750729 1 "
    "0000000058191db4 100 0 0 10 0                     \n";

// Lines as Linux 6.18 prints them.
struct Row {
  const char* line;
  Protocol protocol;
  Family family;
  const char* local;
  const char* peer;
  State state;
  std::uint32_t send_q;
  std::uint32_t recv_q;
  uid_t uid;
  std::uint64_t inode;
};

constexpr Row kRows[] = {
    {"   0: 0100007F:8300 0100007F:0016 01 00000003:00000005 00:00000000 00000000  1000        0 6750730 2 "
     "000000005af6f2df 20 0 0 11 -1                   ",
     Protocol::kTcp, Family::kIpv4, "127.0.0.1:33536", "127.0.0.1:22", State::kEstablished, 3, 5, 1000,
     6'750'730},
    {"   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1076 1 "
     "0000000041efdc76 100 0 0 10 0                      ",
     Protocol::kTcp, Family::kIpv4, "0.0.0.0:2024", "0.0.0.0:0", State::kListen, 0, 0, 0, 1076},
    {"   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000002 "
     "00:00000000 00000000     0        0 6750729 3 0000000058191db4 100 0 0 10 0",
     Protocol::kTcp, Family::kIpv6, "[::]:22", "[::]:0", State::kListen, 0, 2, 0, 6'750'729},
    {"   1: 00000000000000000000000001000000:A472 00000000000000000000000001000000:0016 05 00000000:00000000 "
     "03:00001770 00000000     0        0 0 3 0000000043bbdfac",
     Protocol::kTcp, Family::kIpv6, "[::1]:42098", "[::1]:22", State::kFinWait2, 0, 0, 0, 0},
    {"   2: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF00000100007F:8300 01 00000000:00000005 "
     "00:00000000 00000000     0        0 0 1 000000001ab64b91 20 4 30 10 -1",
     Protocol::kTcp, Family::kIpv6, "[::ffff:127.0.0.1]:22", "[::ffff:127.0.0.1]:33536", State::kEstablished,
     0, 5, 0, 0},
    {" 5682: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 6750731 2 "
     "000000000a72327d 0       ",
     Protocol::kUdp, Family::kIpv4, "127.0.0.53:53", "0.0.0.0:0", State::kClose, 0, 0, 101, 6'750'731},
    {" 5752: 000080FE00000000FF005450CAD9FEFE:0222 00000000000000000000000000000000:0000 07 "
     "00000000:00000000 "
     "00:00000000 00000000     0        0 6750732 2 00000000ce4d6ff6 0",
     Protocol::kUdp, Family::kIpv6, "[fe80::5054:ff:fefe:d9ca]:546", "[::]:0", State::kClose, 0, 0, 0,
     6'750'732},
    {"   52: 0100007F:004D 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1260047 2 "
     "00000000674a7ce6 0       ",
     Protocol::kIcmp, Family::kIpv4, "127.0.0.1:77", "0.0.0.0:0", State::kClose, 0, 0, 0, 1'260'047},
    {"  89: 00000000:0059 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1260052 2 "
     "0000000001e8e695 0",
     Protocol::kRaw, Family::kIpv4, "0.0.0.0:89", "0.0.0.0:0", State::kClose, 0, 0, 0, 1'260'052},
};

class ParseProcInternetLine : public ::testing::TestWithParam<Row> {};

INSTANTIATE_TEST_SUITE_P(All, ParseProcInternetLine, ::testing::ValuesIn(kRows));

TEST_P(ParseProcInternetLine, ReadsALineOfTheKernel) {
  const Row& row = GetParam();
  const auto socket = parse_proc_internet_line(row.line, row.protocol, row.family);
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, row.protocol);
  EXPECT_EQ(socket->family, row.family);
  EXPECT_EQ(socket->local.to_string(), row.local);
  EXPECT_EQ(socket->peer.to_string(), row.peer);
  EXPECT_EQ(socket->state, row.state);
  EXPECT_EQ(socket->send_q, row.send_q);
  EXPECT_EQ(socket->recv_q, row.recv_q);
  EXPECT_EQ(socket->uid, row.uid);
  EXPECT_EQ(socket->inode, row.inode);
  EXPECT_EQ(socket->source, Source::kProcNet);
  EXPECT_FALSE(socket->v6_only);
  EXPECT_FALSE(socket->interface);
}

// The listener's line with one part replaced.
std::string listener_with(std::string_view part, std::string_view replacement) {
  std::string line(kListener);
  line.replace(line.find(part), part.size(), replacement);
  return line;
}

TEST(ParseProcInternetLineOnDamage, RefusesWhatIsNoSocket) {
  const std::string lines[] = {
      "",
      "garbage",
      std::string(kHeading),
      std::string(kListener.substr(0, 60)),                      // cut off before its uid
      listener_with("0100007F:0016", "0100007F"),                // no port
      listener_with("0100007F:0016", "0100007F:00016"),          // a long port
      listener_with("0100007F:0016", "0100007F 0016"),           // no colon
      listener_with("0100007F:0016", "0100007G:0016"),           // not hexadecimal
      listener_with("0100007F:0016", "0100007F:-016"),           // negative
      listener_with("0100007F:0016", "0x00007F:0016"),           // C's prefix
      listener_with(" 0A ", " 00 "),                             // no state
      listener_with(" 0A ", " 0E "),                             // an unknown state
      listener_with(" 0A ", " 10A "),                            // a state beyond eight bits
      listener_with("00000000:00000002", "00000000"),            // one queue
      listener_with("00000000:00000002", "00000000:100000000"),  // a queue beyond 32 bits
      listener_with("     0        0 6750729", "    -1        0 6750729"),
      listener_with(" 6750729 ", " 99999999999999999999 "),
      listener_with(" 6750729 ", " socket "),
      listener_with("00:00000000 00000000", "00 00000000"),           // a timer without a time
      listener_with("00:00000000 00000000", "00:00000000 0000000x"),  // retransmissions
  };
  for (const std::string& line : lines) {
    EXPECT_FALSE(parse_proc_internet_line(line, Protocol::kTcp, Family::kIpv4)) << line;
  }
}

TEST(ParseProcInternetLineOnDamage, RefusesALineOfTheOtherFamily) {
  for (const Row& row : kRows) {
    const Family other = row.family == Family::kIpv4 ? Family::kIpv6 : Family::kIpv4;
    EXPECT_FALSE(parse_proc_internet_line(row.line, row.protocol, other)) << row.line;
  }
}

TEST(ParseOneProcInternetLine, ReadsTheTimer) {
  const std::string line = listener_with("00:00000000 00000000", "01:00000019 00000002");
  const auto socket = parse_proc_internet_line(line, Protocol::kTcp, Family::kIpv4);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->timer.kind, Timer::Kind::kRetransmit);
  EXPECT_EQ(socket->timer.expires_ms, 250u);
  EXPECT_EQ(socket->timer.retransmissions, 2);
}

TEST(ParseOneProcInternetLine, KnowsTheTypeByTheProtocol) {
  const auto type = [](Protocol protocol) {
    return parse_proc_internet_line(kListener, protocol, Family::kIpv4).value().type;
  };
  EXPECT_EQ(type(Protocol::kTcp), SocketType::kStream);
  EXPECT_EQ(type(Protocol::kUdp), SocketType::kDatagram);
  EXPECT_EQ(type(Protocol::kUdplite), SocketType::kDatagram);
  EXPECT_EQ(type(Protocol::kIcmp), SocketType::kDatagram);
  EXPECT_EQ(type(Protocol::kRaw), SocketType::kRaw);
}

}  // namespace
}  // namespace portreeve::sockets
