#include "scan/services.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "scan/well_known_ports.h"

namespace portreeve::scan {
namespace {

using core::Transport;

/// A captured host of which a test writes the files.
class CommonPortsTest : public testing::Test {
 protected:
  void write_frequencies(const std::string& text) const {
    directory_.write("usr/share/nmap/nmap-services", text);
  }
  [[nodiscard]] core::SystemRoot root() const { return *core::SystemRoot::capture(directory_.path()); }

 private:
  core::TemporaryDirectory directory_;
};

TEST(ServiceNamesTest, KnowsPortsByTransport) {
  const ServiceNames names = ServiceNames::parse("# comment\nssh\t22/tcp # Secure Shell\ndomain 53/udp\n");
  EXPECT_EQ(names.name(Transport::kTcp, 22), "ssh");
  EXPECT_EQ(names.name(Transport::kUdp, 53), "domain");
  EXPECT_EQ(names.name(Transport::kTcp, 53), "");
}

TEST(ServiceNamesTest, TakesTheFirstNameOfAPort) {
  EXPECT_EQ(ServiceNames::parse("http 80/tcp www\nother 80/tcp\n").name(Transport::kTcp, 80), "http");
}

TEST(ServiceNamesTest, PassesOverWhatIsNotOfTheForm) {
  const ServiceNames names =
      ServiceNames::parse("ssh\nssh 22\nssh 99999/tcp\nssh 22/ddp\n\xff\xfe \n# x 1/tcp\nftp 21/tcp");
  EXPECT_EQ(names.name(Transport::kTcp, 22), "");
  EXPECT_EQ(names.name(Transport::kTcp, 21), "ftp");
}

TEST_F(CommonPortsTest, AreTheMostFrequentTcpPortsFirst) {
  write_frequencies(
      "http 80/tcp 0.48\nrare 7/tcp 0.001\nsnmp 161/udp 0.9\ntelnet 23/tcp 0.22\nnever 9/tcp 0.0\n");
  EXPECT_EQ(common_tcp_ports(root(), 2).ports.to_string(), "23,80");
  EXPECT_EQ(common_tcp_ports(root(), 100).ports.to_string(), "7,23,80");
  EXPECT_TRUE(common_tcp_ports(root(), 2).origin.ends_with("/usr/share/nmap/nmap-services"));
}

TEST_F(CommonPortsTest, AreBuiltInWhereNoFrequenciesAreInstalled) {
  const CommonPorts common = common_tcp_ports(root(), 1000);
  EXPECT_EQ(common.origin, "the built-in list");
  EXPECT_EQ(common.ports.size(), 1000U);
}

TEST_F(CommonPortsTest, AreBuiltInWhereTheFileIsGarbage) {
  write_frequencies(std::string("\0\xff 1/tcp nonsense\n", 18));
  EXPECT_EQ(common_tcp_ports(root(), 10).origin, "the built-in list");
}

TEST(WellKnownPortsTest, HoldTheServicesOfTheGuideAmongTheFirstHundred) {
  std::vector<std::uint16_t> first = well_known_tcp_ports();
  first.resize(100);
  for (const std::uint16_t port :
       std::initializer_list<std::uint16_t>{21, 22, 23, 25, 53, 80, 111, 143, 443, 2049, 3306, 5432}) {
    EXPECT_NE(std::ranges::find(first, port), first.end()) << port;
  }
}

TEST(WellKnownPortsTest, HoldEachPortOnce) {
  std::vector<std::uint16_t> ports = well_known_tcp_ports();
  std::ranges::sort(ports);
  EXPECT_EQ(std::ranges::adjacent_find(ports), ports.end());
}

}  // namespace
}  // namespace portreeve::scan
