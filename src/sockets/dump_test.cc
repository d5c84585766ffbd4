#include "sockets/dump.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::Family;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kProtocols =
    "protocol  size sockets  memory\n"
    "AF_VSOCK  1240      0      -1\n"
    "MPTCP     1936      0     151\n"
    "MPTCPv6   1936      2     151\n"
    "TCP       1936      2     151\n";

// Of a capture, so that only the tables count.
class DumpSockets : public ::testing::Test {
 protected:
  bool dump(Protocol protocol, Family family = Family::kIpv4) {
    return dump_sockets(
        *core::SystemRoot::capture(directory_.path()), protocol, family, query_,
        [this](Socket&& socket) { sockets_.push_back(std::move(socket)); }, unseen_);
  }

  core::TemporaryDirectory directory_;
  Query query_;
  std::vector<Socket> sockets_;
  std::vector<core::Unseen> unseen_;
};

TEST_F(DumpSockets, PassesOnThoseInTheWantedStates) {
  directory_.write("proc/net/unix",
                   "Num       RefCount Protocol Flags    Type St Inode Path\n"
                   "0: 00000002 00000000 00010000 0001 01 11 /run/a\n"
                   "0: 00000002 00000000 00000000 0001 03 12\n");
  query_.states = {State::kListen};
  EXPECT_TRUE(dump(Protocol::kUnix));
  ASSERT_THAT(sockets_, SizeIs(1));
  EXPECT_EQ(sockets_.front().inode, 11u);
  query_.states.clear();
  EXPECT_TRUE(dump(Protocol::kUnix));
  EXPECT_THAT(sockets_, SizeIs(3));
}

TEST_F(DumpSockets, ASocketThatATableNamesTwiceIsPassedOnOnce) {
  directory_.write("proc/net/unix",
                   "0: 00000002 00000000 00010000 0001 01 11 /run/a\n"
                   "0: 00000002 00000000 00010000 0001 01 12 /run/a\n"
                   "0: 00000002 00000000 00010000 0001 01 11 /run/a\n");
  EXPECT_TRUE(dump(Protocol::kUnix));
  EXPECT_THAT(sockets_, SizeIs(2));
}

TEST_F(DumpSockets, ADeviceOfACaptureHasItsNumberForAName) {
  directory_.write("proc/net/packet", "0 3      3    0003   1     1 0      0      1260048\n");
  EXPECT_TRUE(dump(Protocol::kPacket));
  ASSERT_THAT(sockets_, SizeIs(1));
  ASSERT_TRUE(sockets_.front().interface);
  EXPECT_EQ(sockets_.front().interface->name, "1");
}

TEST_F(DumpSockets, ADamagedLineMakesItIncomplete) {
  directory_.write("proc/net/unix", "garbage\n0: 00000002 00000000 00010000 0001 01 11 /run/a\n");
  EXPECT_FALSE(dump(Protocol::kUnix));
  EXPECT_THAT(sockets_, SizeIs(1));
  EXPECT_THAT(unseen_, SizeIs(1));
}

TEST_F(DumpSockets, ATableThatIsNotThereIsUnseenWhereNothingElseIsKnown) {
  for (const bool named : {true, false}) {
    query_.protocols_named = named;
    unseen_.clear();
    EXPECT_FALSE(dump(Protocol::kTcp, Family::kIpv6));
    ASSERT_THAT(unseen_, SizeIs(1));
    EXPECT_EQ(unseen_[0].what, "the tcp sockets of IPv6");
    EXPECT_THAT(unseen_[0].why.to_string(), HasSubstr(directory_.path() + "/proc/net/tcp6"));
  }
}

TEST_F(DumpSockets, AProtocolThatTheKernelDoesNotHaveHasNoSockets) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  query_.protocols_named = false;
  EXPECT_TRUE(dump(Protocol::kSctp));
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(DumpSockets, OneThatWasNamedIsNotedOnceForBothFamilies) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  EXPECT_TRUE(dump(Protocol::kSctp, Family::kIpv4));
  EXPECT_TRUE(dump(Protocol::kSctp, Family::kIpv6));
  ASSERT_THAT(unseen_, SizeIs(1));
  EXPECT_EQ(unseen_[0].what, "sctp sockets");
  EXPECT_THAT(unseen_[0].why.to_string(), HasSubstr("does not have that protocol"));
}

TEST_F(DumpSockets, AProtocolWithoutSocketsNeedsNoTable) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  EXPECT_TRUE(dump(Protocol::kMptcp, Family::kIpv4));
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(DumpSockets, SocketsThatCannotBeListedAreNoted) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  EXPECT_FALSE(dump(Protocol::kMptcp, Family::kIpv6));
  EXPECT_FALSE(dump(Protocol::kTcp, Family::kIpv4));
  ASSERT_THAT(unseen_, SizeIs(2));
  EXPECT_EQ(unseen_[0].what, "the mptcp sockets of IPv6");
  EXPECT_EQ(unseen_[1].what, "the tcp sockets of IPv4");
}

TEST_F(DumpSockets, VsockSocketsAreNotMissedWhereThereAreNone) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  directory_.write("sys/kernel/slab/AF_VSOCK/objects", "0\n");
  for (const bool named : {true, false}) {
    query_.protocols_named = named;
    EXPECT_TRUE(dump(Protocol::kVsock));
  }
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(DumpSockets, ThoseThatNeverCanBeDoNotMakeAListOfAllKindsIncomplete) {
  directory_.write("proc/net/protocols", std::string(kProtocols));
  query_.protocols_named = false;
  EXPECT_TRUE(dump(Protocol::kVsock));
  ASSERT_THAT(unseen_, SizeIs(1));
  EXPECT_EQ(unseen_[0].what, "the vsock sockets");
}

}  // namespace
}  // namespace portreeve::sockets
