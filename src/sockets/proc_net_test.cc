#include "sockets/proc_net.h"

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

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
    "                                             \n";
constexpr std::string_view kListener =
    "   0: 0100007F:0016 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 6750729 1 "
    "0000000058191db4 100 0 0 10 0                     \n";

class ReadProcNet : public ::testing::Test {
 protected:
  core::Result<bool> read(Protocol protocol, Family family = Family::kIpv4) {
    return read_proc_net(
        *SystemRoot::capture(directory_.path()), protocol, family,
        [this](Socket&& socket) { sockets_.push_back(std::move(socket)); }, unseen_);
  }

  core::Result<bool> read_tcp(const std::string& table) {
    directory_.write("proc/net/tcp", table);
    return read(Protocol::kTcp);
  }

  std::string reason(std::size_t index) const { return unseen_.at(index).why.to_string(); }

  core::TemporaryDirectory directory_;
  std::vector<Socket> sockets_;
  std::vector<core::Unseen> unseen_;
};

TEST_F(ReadProcNet, ReadsTheLinesBelowTheHeading) {
  EXPECT_EQ(read_tcp(std::string(kHeading) + std::string(kListener) + std::string(kListener)), true);
  EXPECT_THAT(sockets_, SizeIs(2));
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(ReadProcNet, ATableWithoutSocketsIsNothingUnseen) {
  EXPECT_EQ(read_tcp(std::string(kHeading)), true);
  EXPECT_THAT(sockets_, IsEmpty());
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(ReadProcNet, AHeadingAnywhereElseIsGarbage) {
  EXPECT_EQ(read_tcp(std::string(kListener) + std::string(kHeading)), false);
  EXPECT_THAT(sockets_, SizeIs(1));
  EXPECT_THAT(unseen_, SizeIs(1));
}

TEST_F(ReadProcNet, NamesEachGarbageLineAndReadsTheRest) {
  EXPECT_EQ(read_tcp(std::string(kHeading) + "\x1b[31mred\n" + std::string(kListener) + "\n" +
                     std::string("\0\xff", 2)),
            false);
  EXPECT_THAT(sockets_, SizeIs(1));
  ASSERT_THAT(unseen_, SizeIs(2));
  EXPECT_EQ(unseen_[0].what, "a tcp socket of IPv4");
  EXPECT_THAT(reason(0), HasSubstr(directory_.path() + "/proc/net/tcp:2: "));
  EXPECT_THAT(reason(0), HasSubstr("\\x1b[31mred"));
  EXPECT_THAT(reason(1), HasSubstr(directory_.path() + "/proc/net/tcp:5: "));
}

TEST_F(ReadProcNet, LeavesATableAfterAHundredGarbageLines) {
  std::string table(kHeading);
  for (int line = 0; line < 150; ++line)
    table += "garbage\n";
  EXPECT_EQ(read_tcp(table + std::string(kListener)), false);
  EXPECT_THAT(sockets_, IsEmpty());
  ASSERT_THAT(unseen_, SizeIs(101));
  EXPECT_THAT(reason(99), HasSubstr("/proc/net/tcp:101: "));
  EXPECT_EQ(unseen_[100].what, "the other tcp sockets of IPv4");
  EXPECT_THAT(reason(100), HasSubstr("/proc/net/tcp:102: "));
}

TEST_F(ReadProcNet, AHundredGarbageLinesAtTheEndLeaveNothingOut) {
  std::string table(kListener);
  for (int line = 0; line < 100; ++line)
    table += "garbage\n";
  EXPECT_EQ(read_tcp(table), false);
  EXPECT_THAT(sockets_, SizeIs(1));
  EXPECT_THAT(unseen_, SizeIs(100));
}

TEST_F(ReadProcNet, ATableThatIsNotThereIsAnError) {
  const auto read_it = read(Protocol::kUdp, Family::kIpv6);
  ASSERT_FALSE(read_it);
  EXPECT_EQ(read_it.error().errno_value, ENOENT);
  EXPECT_THAT(read_it.error().to_string(), HasSubstr(directory_.path() + "/proc/net/udp6"));
}

TEST_F(ReadProcNet, ForMptcpAndVsockThereIsNone) {
  for (const Protocol protocol : {Protocol::kMptcp, Protocol::kVsock}) {
    const auto read_it = read(protocol);
    ASSERT_FALSE(read_it);
    EXPECT_EQ(read_it.error().errno_value, ENOENT);
  }
}

TEST_F(ReadProcNet, EachInternetProtocolHasATableOfItsOwnForEachFamily) {
  const struct {
    Protocol protocol;
    const char* name;
  } rows[] = {{Protocol::kTcp, "tcp"},
              {Protocol::kUdp, "udp"},
              {Protocol::kUdplite, "udplite"},
              {Protocol::kRaw, "raw"},
              {Protocol::kIcmp, "icmp"}};
  for (const auto& row : rows) {
    sockets_.clear();
    directory_.write(std::string("proc/net/") + row.name, std::string(kHeading) + std::string(kListener));
    directory_.write(std::string("proc/net/") + row.name + "6", std::string(kHeading));
    EXPECT_EQ(read(row.protocol, Family::kIpv6), true) << row.name;
    EXPECT_THAT(sockets_, IsEmpty()) << row.name;
    EXPECT_EQ(read(row.protocol, Family::kIpv4), true) << row.name;
    ASSERT_THAT(sockets_, SizeIs(1)) << row.name;
    EXPECT_EQ(sockets_.front().protocol, row.protocol);
  }
}

TEST_F(ReadProcNet, ReadsUnixPacketAndNetlink) {
  directory_.write("proc/net/unix",
                   "Num       RefCount Protocol Flags    Type St Inode Path\n"
                   "00000000e4e2c3c1: 00000002 00000000 00010000 0001 01  1575 /run/a\n");
  directory_.write("proc/net/packet",
                   "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"
                   "00000000cda41f70 3      3    0003   0     1 0      0      1260048\n");
  directory_.write(
      "proc/net/netlink",
      "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n"
      "00000000b868c8af 0   0          00000000 0        0        0     2        0        4       \n");
  for (const Protocol protocol : {Protocol::kUnix, Protocol::kPacket, Protocol::kNetlink}) {
    sockets_.clear();
    EXPECT_EQ(read(protocol), true);
    ASSERT_THAT(sockets_, SizeIs(1));
    EXPECT_EQ(sockets_.front().protocol, protocol);
  }
}

TEST_F(ReadProcNet, OfSctpsTwoTablesTakesTheSocketsOfOneFamily) {
  directory_.write("proc/net/sctp/eps",
                   " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
                   "0 0 0   10  29   250       0 10025 0.0.0.0 \n"
                   "0 0 0   10  29   2900      0 10121 2001:0db8:0000:0000:0000:0000:0000:0001 \n");
  directory_.write(
      "proc/net/sctp/assocs",
      " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> "
      "RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf\n"
      "0 0 0 10 3 0 1 0 0 0 10025 250 3001 *127.0.0.1 <-> *127.0.0.1 30000 10 10 10 0 0 0 1 0 "
      "212992 212992\n");
  EXPECT_EQ(read(Protocol::kSctp, Family::kIpv4), true);
  ASSERT_THAT(sockets_, SizeIs(2));
  EXPECT_EQ(sockets_[0].local.to_string(), "0.0.0.0:250");
  EXPECT_EQ(sockets_[1].peer.to_string(), "127.0.0.1:3001");
  sockets_.clear();
  EXPECT_EQ(read(Protocol::kSctp, Family::kIpv6), true);
  ASSERT_THAT(sockets_, SizeIs(1));
  EXPECT_EQ(sockets_[0].local.to_string(), "[2001:db8::1]:2900");
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(ReadProcNet, TheRunningSystemsDirectoryIsThatOfTheCallingThread) {
  EXPECT_EQ(proc_net_directory(SystemRoot()), "/proc/thread-self/net");
  EXPECT_EQ(proc_net_directory(*SystemRoot::capture(directory_.path())), "/proc/net");
}

}  // namespace
}  // namespace portreeve::sockets
