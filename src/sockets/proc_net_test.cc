#include "sockets/proc_net.h"

#include <cerrno>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::Family;
using core::SystemRoot;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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
};

class ParseProcNetLine : public ::testing::TestWithParam<Row> {};

INSTANTIATE_TEST_SUITE_P(All, ParseProcNetLine, ::testing::ValuesIn(kRows));

TEST_P(ParseProcNetLine, ReadsALineOfTheKernel) {
  const Row& row = GetParam();
  const auto socket = parse_proc_net_line(row.line, row.protocol, row.family);
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

TEST(ParseProcNetLineOnDamage, RefusesWhatIsNoSocket) {
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
  };
  for (const std::string& line : lines) {
    EXPECT_FALSE(parse_proc_net_line(line, Protocol::kTcp, Family::kIpv4)) << line;
  }
}

TEST(ParseProcNetLineOnDamage, RefusesALineOfTheOtherFamily) {
  for (const Row& row : kRows) {
    const Family other = row.family == Family::kIpv4 ? Family::kIpv6 : Family::kIpv4;
    EXPECT_FALSE(parse_proc_net_line(row.line, row.protocol, other)) << row.line;
  }
}

TEST(ProcNetFile, IsNamedAfterProtocolAndFamily) {
  EXPECT_EQ(proc_net_file(Protocol::kTcp, Family::kIpv4), "/proc/net/tcp");
  EXPECT_EQ(proc_net_file(Protocol::kTcp, Family::kIpv6), "/proc/net/tcp6");
  EXPECT_EQ(proc_net_file(Protocol::kUdp, Family::kIpv6), "/proc/net/udp6");
  EXPECT_EQ(proc_net_file(Protocol::kUdplite, Family::kIpv4), "/proc/net/udplite");
}

class ReadProcNet : public ::testing::Test {
 protected:
  void read(const std::string& table) {
    directory_.write("proc/net/tcp", table);
    read_proc_net(*SystemRoot::capture(directory_.path()), Protocol::kTcp, Family::kIpv4, observed_);
  }

  std::string reason(std::size_t index) const { return observed_.unseen.at(index).why.to_string(); }

  core::TemporaryDirectory directory_;
  core::Observed<std::vector<Socket>> observed_;
};

TEST_F(ReadProcNet, ReadsTheLinesBelowTheHeading) {
  read(std::string(kHeading) + std::string(kListener) + std::string(kListener));
  EXPECT_THAT(observed_.value, SizeIs(2));
  EXPECT_THAT(observed_.unseen, IsEmpty());
}

TEST_F(ReadProcNet, ATableWithoutSocketsIsNothingUnseen) {
  read(std::string(kHeading));
  EXPECT_THAT(observed_.value, IsEmpty());
  EXPECT_THAT(observed_.unseen, IsEmpty());
}

TEST_F(ReadProcNet, AddsToWhatWasSeenBefore) {
  observed_.value.emplace_back();
  read(std::string(kListener));
  EXPECT_THAT(observed_.value, SizeIs(2));
}

TEST_F(ReadProcNet, AHeadingAnywhereElseIsGarbage) {
  read(std::string(kListener) + std::string(kHeading));
  EXPECT_THAT(observed_.value, SizeIs(1));
  EXPECT_THAT(observed_.unseen, SizeIs(1));
}

TEST_F(ReadProcNet, NamesEachGarbageLineAndReadsTheRest) {
  read(std::string(kHeading) + "\x1b[31mred\n" + std::string(kListener) + "\n" + std::string("\0\xff", 2));
  EXPECT_THAT(observed_.value, SizeIs(1));
  ASSERT_THAT(observed_.unseen, SizeIs(2));
  EXPECT_EQ(observed_.unseen[0].what, "a tcp socket of IPv4");
  EXPECT_THAT(reason(0), HasSubstr(directory_.path() + "/proc/net/tcp:2: "));
  EXPECT_THAT(reason(0), HasSubstr("\\x1b[31mred"));
  EXPECT_THAT(reason(1), HasSubstr(directory_.path() + "/proc/net/tcp:5: "));
}

TEST_F(ReadProcNet, LeavesATableAfterAHundredGarbageLines) {
  std::string table(kHeading);
  for (int line = 0; line < 150; ++line)
    table += "garbage\n";
  read(table + std::string(kListener));
  EXPECT_THAT(observed_.value, IsEmpty());
  ASSERT_THAT(observed_.unseen, SizeIs(101));
  EXPECT_THAT(reason(99), HasSubstr("/proc/net/tcp:101: "));
  EXPECT_EQ(observed_.unseen[100].what, "the other tcp sockets of IPv4");
  EXPECT_THAT(reason(100), HasSubstr("/proc/net/tcp:102: "));
}

TEST_F(ReadProcNet, AHundredGarbageLinesAtTheEndLeaveNothingOut) {
  std::string table(kListener);
  for (int line = 0; line < 100; ++line)
    table += "garbage\n";
  read(table);
  EXPECT_THAT(observed_.value, SizeIs(1));
  EXPECT_THAT(observed_.unseen, SizeIs(100));
}

TEST_F(ReadProcNet, ATableThatIsNotThereIsUnseen) {
  read_proc_net(*SystemRoot::capture(directory_.path()), Protocol::kUdp, Family::kIpv6, observed_);
  ASSERT_THAT(observed_.unseen, SizeIs(1));
  EXPECT_EQ(observed_.unseen[0].what, "the udp sockets of IPv6");
  EXPECT_EQ(observed_.unseen[0].why.errno_value, ENOENT);
  EXPECT_THAT(reason(0), HasSubstr(directory_.path() + "/proc/net/udp6"));
}

}  // namespace
}  // namespace portreeve::sockets
