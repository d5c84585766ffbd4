#include "scan/connect_scan.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "core/file_descriptor.h"

namespace portreeve::scan {
namespace {

using core::Transport;

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

bool bring_loopback_up() {
  const core::FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  return ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

/// Runs `work` on a thread in a network namespace of its own; false where that may not be made.
bool in_new_namespace(const std::function<void()>& work) {
  bool made = false;
  std::thread([&] {
    made = ::unshare(CLONE_NEWNET) == 0 && bring_loopback_up();
    if (made) work();
  }).join();
  return made;
}

/// A scan needs a network that belongs to the test alone.
class ConnectScanTest : public testing::Test {
 protected:
  /// Listens on 127.0.0.1 and says where.
  std::uint16_t listen_somewhere() {
    listener_ = core::FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.get(), 16), 0);
    EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    return ntohs(address.sin_port);
  }

  static Targets loopback() { return Targets({core::Address::from_ipv4(INADDR_LOOPBACK)}); }

 private:
  core::FileDescriptor listener_;
};

TEST_F(ConnectScanTest, FindsTheOnePortThatIsOpenAmongAll) {
  const bool made = in_new_namespace([this] {
    const std::uint16_t port = listen_somewhere();
    const auto report = connect_scan(loopback(), PortSet({{1, 65535}}), {});
    ASSERT_TRUE(report.has_value()) << report.error().to_string();
    const HostReport& host = report->hosts.front();
    EXPECT_TRUE(host.is_up);
    ASSERT_EQ(host.ports, (std::vector<PortResult>{{Transport::kTcp, port, PortState::kOpen, "syn-ack"}}));
    ASSERT_EQ(host.not_listed.size(), 1U);
    EXPECT_EQ(host.not_listed.front().size(), 65534U);
    EXPECT_EQ(host.not_listed.front().state, PortState::kClosed);
  });
  if (!made) GTEST_SKIP() << "making a network namespace needs root";
}

TEST_F(ConnectScanTest, LeavesNoDescriptorOpen) {
  std::size_t before = 0;
  std::size_t after = 0;
  const bool made = in_new_namespace([&, this] {
    listen_somewhere();
    before = open_descriptors();
    EXPECT_TRUE(connect_scan(loopback(), PortSet({{1, 20000}}), {}).has_value());
    after = open_descriptors();
  });
  if (!made) GTEST_SKIP() << "making a network namespace needs root";
  EXPECT_EQ(after, before);
}

TEST_F(ConnectScanTest, ReportsTheSameWhateverTheOrder) {
  const bool made = in_new_namespace([this] {
    listen_somewhere();
    std::optional<std::vector<PortResult>> ports;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      ScanOptions options;
      options.seed = seed;
      const auto report = connect_scan(loopback(), PortSet({{1, 65535}}), options);
      ASSERT_TRUE(report.has_value());
      if (ports) {
        EXPECT_EQ(report->hosts.front().ports, *ports);
      }
      ports = report->hosts.front().ports;
    }
  });
  if (!made) GTEST_SKIP() << "making a network namespace needs root";
}

TEST_F(ConnectScanTest, StopsAtTheHostTimeoutAndSaysSo) {
  const bool made = in_new_namespace([] {
    ScanOptions options;
    options.host_timeout = core::Seconds(0);
    options.skip_discovery = true;
    const auto report = connect_scan(loopback(), PortSet({{1, 100}}), options);
    ASSERT_TRUE(report.has_value());
    EXPECT_NE(report->hosts.front().incomplete, "");
    EXPECT_EQ(report->hosts.front().state_of(Transport::kTcp, 1), std::nullopt);
  });
  if (!made) GTEST_SKIP() << "making a network namespace needs root";
}

TEST_F(ConnectScanTest, CallsAnAddressWithoutRouteFilteredAndTheHostDown) {
  const bool made = in_new_namespace([] {
    const Targets targets({*core::Address::parse("192.0.2.1")});
    const auto unasked = connect_scan(targets, PortSet({{22, 22}}), {});
    ASSERT_TRUE(unasked.has_value());
    EXPECT_FALSE(unasked->hosts.front().is_up);
    ScanOptions options;
    options.skip_discovery = true;
    const auto report = connect_scan(targets, PortSet({{22, 22}}), options);
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->hosts.front().ports,
              (std::vector<PortResult>{{Transport::kTcp, 22, PortState::kFiltered, "no-route"}}));
  });
  if (!made) GTEST_SKIP() << "making a network namespace needs root";
}

TEST(ConnectScanZoneTest, AnUnknownZoneIsAnError) {
  const auto report =
      connect_scan(Targets({*core::Address::parse("fe80::1%nowhere")}), PortSet({{22, 22}}), {});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().subject, "fe80::1%nowhere");
}

TEST(ConnectScanZoneTest, AMissingZoneIsAnErrorThatSaysWhatToWrite) {
  const auto report = connect_scan(Targets({*core::Address::parse("fe80::1")}), PortSet({{22, 22}}), {});
  ASSERT_FALSE(report.has_value());
  EXPECT_NE(report.error().advice, "");
}

}  // namespace
}  // namespace portreeve::scan
