#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "report/scan_json.h"
#include "report/scan_text.h"
#include "scan/report_file.h"

namespace portreeve::report {
namespace {

using core::Transport;
using scan::PortState;
using testing::HasSubstr;
using testing::Not;

scan::ScanReport example() {
  scan::HostReport host;
  host.address = *core::Address::parse("fe80::1%eth0");
  host.name = "host.example";
  host.is_up = true;
  host.latency = core::Seconds(0.00032);
  host.ports = {{Transport::kTcp, 22, PortState::kOpen, "syn-ack"},
                {Transport::kTcp, 4000, PortState::kFiltered, "port-unreach"}};
  host.not_listed = {{Transport::kTcp, PortState::kClosed, "conn-refused", {{1, 21}, {23, 999}}}};
  scan::HostReport down;
  down.address = *core::Address::parse("192.0.2.9");
  return {"portreeve 0.1.0", "portreeve scan host.example", 1490600000, core::Seconds(1.79), {host, down}};
}

scan::ServiceNames services() {
  return scan::ServiceNames::parse("ssh 22/tcp\n");
}

TEST(ScanJsonTest, IsReadBackEqual) {
  const auto again = scan::read_report("scan.json", core::to_text(scan_json(example(), services())));
  ASSERT_TRUE(again.has_value()) << again.error().to_string();
  EXPECT_EQ(*again, example());
}

TEST(ScanJsonTest, ReadsBackAHostThatIsIncomplete) {
  scan::ScanReport report = example();
  report.hosts.front().incomplete = "the time for one host was up";
  report.hosts.front().name.clear();
  report.hosts.front().latency.reset();
  const auto again = scan::read_report("scan.json", core::to_text(scan_json(report, services())));
  ASSERT_TRUE(again.has_value()) << again.error().to_string();
  EXPECT_EQ(*again, report);
}

TEST(ScanJsonTest, NamesServicesAndFoldsPortsIntoRanges) {
  const core::Json json = scan_json(example(), services());
  EXPECT_EQ(json["hosts"][0]["ports"][0]["service"], "ssh");
  EXPECT_TRUE(json["hosts"][0]["ports"][1]["service"].is_null());
  EXPECT_EQ(json["hosts"][0]["not_listed"][0]["ports"], "1-21,23-999");
}

TEST(ScanTextTest, IsWrittenAsNmapWritesIt) {
  EXPECT_EQ(scan_text(example(), services(), {}),
            "Starting portreeve 0.1.0 at 2017-03-27 07:33 UTC\n"
            "Portreeve scan report for host.example (fe80::1%eth0)\n"
            "Host is up (0.00032s latency).\n"
            "Not shown: 998 closed tcp ports (conn-refused)\n"
            "PORT      STATE     SERVICE\n"
            "22/tcp    open      ssh\n"
            "4000/tcp  filtered  unknown\n"
            "\n"
            "Portreeve done: 2 IP addresses (1 host up) scanned in 1.79 seconds\n");
}

TEST(ScanTextTest, WritesTheLatencyWithoutExponent) {
  scan::ScanReport report = example();
  for (const auto& [seconds, text] :
       {std::pair{0.000013, "0.000013s"}, {10.0, "10s"}, {0.0, "0s"}, {1.5, "1.5s"}}) {
    report.hosts.front().latency = core::Seconds(seconds);
    EXPECT_THAT(scan_text(report, services(), {}), HasSubstr(fmt::format("({} latency)", text)));
  }
}

TEST(ScanTextTest, ShowsReasonsWhenAsked) {
  ScanTextOptions options;
  options.reasons = true;
  EXPECT_THAT(scan_text(example(), services(), options),
              HasSubstr("4000/tcp  filtered  unknown  port-unreach"));
}

TEST(ScanTextTest, SaysWhereTheChoiceOfPortsComesFrom) {
  ScanTextOptions options;
  options.ports_origin = "the built-in list";
  EXPECT_THAT(scan_text(example(), services(), options), HasSubstr("Ports: the built-in list\n"));
}

TEST(ScanTextTest, AdvisesWhenNothingAnswered) {
  scan::ScanReport report = example();
  report.hosts.erase(report.hosts.begin());
  EXPECT_THAT(scan_text(report, services(), {}), HasSubstr("-Pn"));
}

TEST(ScanTextTest, SaysWhyPortsAreMissing) {
  scan::ScanReport report = example();
  report.hosts.front().incomplete = "the time for one host was up";
  EXPECT_THAT(scan_text(report, services(), {}),
              HasSubstr("Not every port was scanned: the time for one host was up"));
}

TEST(ScanTextTest, MakesNamesFromOutsidePrintable) {
  scan::ScanReport report = example();
  report.hosts.front().name = "evil\x1b[2Jname";
  EXPECT_THAT(scan_text(report, services(), {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace portreeve::report
