#include "sockets/summary.h"

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

core::Observed<SocketSummary> observe(const core::TemporaryDirectory& directory) {
  return observe_summary(core::SystemRoot::capture(directory.path()).value());
}

TEST(Summary, IsReadFromTheKernelsCounts) {
  const core::TemporaryDirectory directory;
  directory.write("proc/net/sockstat",
                  "sockets: used 21\nTCP: inuse 2 orphan 3 tw 5 alloc 7 mem 1\nUDP: inuse 9 mem 0\n"
                  "UDPLITE: inuse 1\nRAW: inuse 4\nFRAG: inuse 6 memory 0\n");
  directory.write("proc/net/sockstat6",
                  "TCP6: inuse 11\nUDP6: inuse 12\nRAW6: inuse 13\nFRAG6: inuse 14 memory 0\n");
  directory.write("proc/net/snmp", "Ip: Forwarding\nIp: 1\nTcp: RtoMin MaxConn CurrEstab\nTcp: 200 -1 8\n");
  const auto observed = observe(directory);
  EXPECT_TRUE(observed.unseen.empty());
  const SocketSummary& summary = observed.value;
  EXPECT_EQ(summary.all, 21);
  EXPECT_EQ(summary.tcp_allocated, 7);
  EXPECT_EQ(summary.tcp_established, 8);
  EXPECT_EQ(summary.tcp_orphaned, 3);
  EXPECT_EQ(summary.tcp_time_wait, 5);
  EXPECT_EQ(summary.tcp_ipv4, 2);
  EXPECT_EQ(summary.tcp_ipv6, 11);
  EXPECT_EQ(summary.udp_ipv4, 9);
  EXPECT_EQ(summary.raw_ipv6, 13);
  EXPECT_EQ(summary.fragments_ipv4, 6);
}

TEST(Summary, AHostWithoutIpv6HasNoneOfIt) {
  const core::TemporaryDirectory directory;
  directory.write("proc/net/sockstat", "sockets: used 21\n");
  directory.write("proc/net/snmp", "");
  const auto observed = observe(directory);
  EXPECT_TRUE(observed.unseen.empty());
  EXPECT_EQ(observed.value.tcp_ipv6, 0);
}

TEST(Summary, AFileThatIsNotThereIsNoted) {
  const core::TemporaryDirectory directory;
  directory.write("proc/net/sockstat", "sockets: used 21\n");
  EXPECT_EQ(observe(directory).unseen.size(), 1U);
}

}  // namespace
}  // namespace portreeve::sockets
