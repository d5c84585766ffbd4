#include "scan/report.h"

#include <gtest/gtest.h>

#include "scan/port_listing.h"

namespace portreeve::scan {
namespace {

using core::Transport;

constexpr Outcome kOpen{PortState::kOpen, Reason::kSynAck};
constexpr Outcome kClosed{PortState::kClosed, Reason::kConnRefused};
constexpr Outcome kSilent{PortState::kFiltered, Reason::kNoResponse};
constexpr Outcome kRejected{PortState::kFiltered, Reason::kPortUnreach};

/// The report of a host whose port n+1 has the n-th outcome.
HostReport listed(const std::vector<std::optional<Outcome>>& outcomes) {
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    ports.push_back(static_cast<std::uint16_t>(i + 1));
  HostReport host;
  list_ports(host, ports, outcomes);
  return host;
}

std::vector<std::optional<Outcome>> repeated(std::size_t count, const Outcome& outcome) {
  return {count, outcome};
}

TEST(PortStateTest, EveryNameIsParsedBack) {
  for (const PortState state :
       {PortState::kOpen, PortState::kClosed, PortState::kFiltered, PortState::kOpenFiltered,
        PortState::kUnfiltered, PortState::kClosedFiltered}) {
    EXPECT_EQ(parse_port_state(to_string(state)), state);
  }
  EXPECT_FALSE(parse_port_state("opened").has_value());
}

TEST(PortListingTest, ListsAStateOfTwentyFivePorts) {
  EXPECT_EQ(listed(repeated(25, kClosed)).ports.size(), 25U);
}

TEST(PortListingTest, FoldsAStateOfMore) {
  const HostReport host = listed(repeated(26, kClosed));
  EXPECT_TRUE(host.ports.empty());
  ASSERT_EQ(host.not_listed.size(), 1U);
  EXPECT_EQ(host.not_listed.front(),
            (PortGroup{Transport::kTcp, PortState::kClosed, "conn-refused", {{1, 26}}}));
}

TEST(PortListingTest, NeverFoldsOpenPorts) {
  EXPECT_EQ(listed(repeated(1000, kOpen)).ports.size(), 1000U);
}

TEST(PortListingTest, CountsAStateWhateverItsReasonsAndGroupsByReason) {
  std::vector<std::optional<Outcome>> outcomes = repeated(20, kSilent);
  outcomes.insert(outcomes.end(), 20, kRejected);
  const HostReport host = listed(outcomes);
  EXPECT_TRUE(host.ports.empty());
  ASSERT_EQ(host.not_listed.size(), 2U);
  EXPECT_EQ(host.not_listed[0].reason, "no-response");
  EXPECT_EQ(host.not_listed[1].reason, "port-unreach");
  EXPECT_EQ(host.not_listed[1].size(), 20U);
}

TEST(PortListingTest, LeavesOutPortsWithoutOutcome) {
  std::vector<std::optional<Outcome>> outcomes = repeated(30, kClosed);
  outcomes[9].reset();
  const HostReport host = listed(outcomes);
  EXPECT_EQ(host.not_listed.front().ports, (std::vector<core::PortRange>{{1, 9}, {11, 30}}));
  EXPECT_EQ(host.state_of(Transport::kTcp, 10), std::nullopt);
}

TEST(HostReportTest, KnowsTheStateOfEveryPortThatWasScanned) {
  std::vector<std::optional<Outcome>> outcomes = repeated(100, kClosed);
  outcomes[21] = kOpen;
  const HostReport host = listed(outcomes);
  EXPECT_EQ(host.state_of(Transport::kTcp, 22), PortState::kOpen);
  EXPECT_EQ(host.state_of(Transport::kTcp, 21), PortState::kClosed);
  EXPECT_EQ(host.state_of(Transport::kTcp, 100), PortState::kClosed);
  EXPECT_EQ(host.state_of(Transport::kTcp, 101), std::nullopt);
  EXPECT_EQ(host.state_of(Transport::kTcp, 0), std::nullopt);
  EXPECT_EQ(host.state_of(Transport::kUdp, 22), std::nullopt);
}

}  // namespace
}  // namespace portreeve::scan
