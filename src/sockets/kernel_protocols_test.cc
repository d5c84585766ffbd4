#include "sockets/kernel_protocols.h"

#include <utility>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::Family;

// As Linux 6.18 prints it, shortened on the right and by some lines.
constexpr std::string_view kProtocols =
    "protocol  size sockets  memory press maxhdr  slab module     cl co di ac io\n"
    "AF_VSOCK  1240      0      -1   NI       0   yes  kernel      y  n  n  n  n\n"
    "PACKET    1600      2      -1   NI       0   no   kernel      n  n  n  n  n\n"
    "MPTCPv6   2064      0     151   no       0   yes  kernel      y  y  y  n  y\n"
    "UDPLITEv6 1472      1       0   NI       0   yes  kernel      y  y  y  n  y\n"
    "UNIX-STREAM 1152      1      -1   NI       0   yes  kernel      y  n  n  n  n\n"
    "UNIX      1152      0      -1   NI       0   yes  kernel      y  n  n  n  n\n"
    "UDP-Lite  1344      0       0   NI       0   yes  kernel      y  y  y  n  y\n"
    "MPTCP     1936      3     151   no       0   yes  kernel      y  y  y  n  y\n";

TEST(FindSupport, TellsFromTheNumberOfSockets) {
  const struct {
    Protocol protocol;
    Family family;
    Support support;
  } rows[] = {
      {Protocol::kMptcp, Family::kIpv4, Support::kYes},
      {Protocol::kMptcp, Family::kIpv6, Support::kNoSockets},
      {Protocol::kUdplite, Family::kIpv4, Support::kNoSockets},
      {Protocol::kUdplite, Family::kIpv6, Support::kYes},
      {Protocol::kPacket, Family::kIpv4, Support::kYes},
      {Protocol::kSctp, Family::kIpv4, Support::kNone},
      {Protocol::kTcp, Family::kIpv6, Support::kNone},
  };
  for (const auto& row : rows)
    EXPECT_EQ(find_support(kProtocols, row.protocol, row.family), row.support) << to_string(row.protocol);
}

TEST(FindSupport, ANumberThatTheKernelDoesNotKeepSaysNothing) {
  EXPECT_EQ(find_support(kProtocols, Protocol::kVsock, Family::kIpv4), Support::kYes);
  EXPECT_EQ(find_support(kProtocols, Protocol::kUnix, Family::kIpv4), Support::kYes);
}

TEST(FindSupport, GarbageIsNoProtocol) {
  EXPECT_EQ(find_support("", Protocol::kTcp, Family::kIpv4), Support::kNone);
  EXPECT_EQ(find_support("TCP\nTCP 1\n\n", Protocol::kTcp, Family::kIpv4), Support::kNone);
  EXPECT_EQ(find_support("TCP 1 many", Protocol::kTcp, Family::kIpv4), Support::kYes);
}

TEST(ProtocolSupport, IsReadFromTheHost) {
  const core::TemporaryDirectory directory;
  const auto root = core::SystemRoot::capture(directory.path());
  ASSERT_TRUE(root);
  EXPECT_EQ(protocol_support(*root, Protocol::kSctp, Family::kIpv4), Support::kUnknown);
  directory.write("proc/net/protocols", std::string(kProtocols));
  EXPECT_EQ(protocol_support(*root, Protocol::kSctp, Family::kIpv4), Support::kNone);
  EXPECT_EQ(protocol_support(*root, Protocol::kMptcp, Family::kIpv4), Support::kYes);
}

TEST(ProtocolSupport, VsockHasNoSocketsWhereTheKernelHasNoMemoryForAny) {
  const core::TemporaryDirectory directory;
  const auto root = core::SystemRoot::capture(directory.path());
  ASSERT_TRUE(root);
  directory.write("proc/net/protocols", std::string(kProtocols));
  for (const auto& [objects, support] : {std::pair{"0\n", Support::kNoSockets},
                                         {"24 N0=24\n", Support::kYes},
                                         {"\n", Support::kYes},
                                         {"none", Support::kYes}}) {
    directory.write("sys/kernel/slab/AF_VSOCK/objects", objects);
    EXPECT_EQ(protocol_support(*root, Protocol::kVsock, Family::kIpv4), support) << objects;
  }
}

TEST(ProtocolSupport, TheRunningKernelHasTcp) {
  EXPECT_NE(protocol_support(core::SystemRoot(), Protocol::kTcp, Family::kIpv4), Support::kNone);
  EXPECT_NE(protocol_support(core::SystemRoot(), Protocol::kTcp, Family::kIpv4), Support::kUnknown);
}

}  // namespace
}  // namespace portreeve::sockets
