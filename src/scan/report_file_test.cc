#include "scan/report_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system_root.h"

namespace portreeve::scan {
namespace {

using core::Transport;
using testing::HasSubstr;

constexpr std::string_view kNmapHead =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n"
    "<nmaprun scanner=\"nmap\" args=\"nmap -oX - host\" start=\"1795631277\" version=\"7.93\">\n"
    "<scaninfo type=\"connect\" protocol=\"tcp\" numservices=\"150\" services=\"1-150\"/>\n";
constexpr std::string_view kNmapTail =
    "<runstats><finished time=\"1795631279\" elapsed=\"2.15\" exit=\"success\"/></runstats>\n</nmaprun>\n";

/// What nmap writes about one host; `ports` is the contents of <ports>.
std::string nmap_report(std::string_view ports) {
  return fmt::format(
      "{}<host><status state=\"up\" reason=\"user-set\"/>\n"
      "<address addr=\"02:00:00:00:00:01\" addrtype=\"mac\"/><address addr=\"192.0.2.2\" "
      "addrtype=\"ipv4\"/>\n"
      "<hostnames><hostname name=\"host.example\" type=\"user\"/><hostname name=\"other\" "
      "type=\"PTR\"/></hostnames>\n"
      "<ports>{}</ports><times srtt=\"116\" rttvar=\"131\" to=\"100000\"/></host>\n{}",
      kNmapHead, ports, kNmapTail);
}

HostReport host_of(std::string_view text) {
  const auto report = read_report("scan.xml", text);
  EXPECT_TRUE(report.has_value()) << report.error().to_string();
  return report && report->hosts.size() == 1 ? report->hosts.front() : HostReport();
}

std::string error_of(std::string_view text) {
  const auto report = read_report("scan.xml", text);
  return report ? "no error" : report.error().to_string();
}

constexpr std::string_view kOpenPort =
    "<port protocol=\"tcp\" portid=\"22\"><state state=\"open\" reason=\"syn-ack\"/></port>";

TEST(NmapReportTest, ReadsWhatNmapWrote) {
  const auto text = core::SystemRoot().read(PORTREEVE_TEST_DATA "/scan/nmap-7.93.xml");
  ASSERT_TRUE(text.has_value()) << text.error().to_string();
  const auto report = read_report("nmap-7.93.xml", *text);
  ASSERT_TRUE(report.has_value()) << report.error().to_string();
  ASSERT_EQ(report->hosts.size(), 2U);
  const HostReport& first = report->hosts.front();
  EXPECT_EQ(first.ports, (std::vector<PortResult>{{Transport::kTcp, 22, PortState::kOpen, "syn-ack"}}));
  EXPECT_EQ(first.state_of(Transport::kTcp, 100), PortState::kClosed);
  EXPECT_EQ(first.state_of(Transport::kTcp, 101), PortState::kFiltered);
  EXPECT_EQ(first.state_of(Transport::kTcp, 150), PortState::kClosed);
  EXPECT_EQ(report->hosts.back().state_of(Transport::kTcp, 150), PortState::kFiltered);
}

TEST(NmapReportTest, SaysWhoScannedWhenAndHow) {
  const auto report = read_report("scan.xml", nmap_report(kOpenPort));
  ASSERT_TRUE(report.has_value()) << report.error().to_string();
  EXPECT_EQ(report->scanner, "nmap 7.93");
  EXPECT_EQ(report->arguments, "nmap -oX - host");
  EXPECT_EQ(report->started, 1795631277);
  EXPECT_DOUBLE_EQ(report->elapsed.count(), 2.15);
}

TEST(NmapReportTest, NamesTheHostAsItWasAskedFor) {
  const HostReport host = host_of(nmap_report(kOpenPort));
  EXPECT_EQ(host.address.to_string(), "192.0.2.2");
  EXPECT_EQ(host.name, "host.example");
  EXPECT_TRUE(host.is_up);
  EXPECT_EQ(host.latency, core::Seconds(116 * 1e-6));
  EXPECT_EQ(host.incomplete, "");
}

TEST(NmapReportTest, ListsPorts) {
  EXPECT_EQ(host_of(nmap_report(kOpenPort)).ports,
            (std::vector<PortResult>{{Transport::kTcp, 22, PortState::kOpen, "syn-ack"}}));
}

TEST(NmapReportTest, TakesThePortsOfEachReason) {
  const HostReport host = host_of(nmap_report(
      std::string(kOpenPort) +
      "<extraports state=\"closed\" count=\"59\"><extrareasons reason=\"conn-refused\" count=\"59\" "
      "proto=\"tcp\" "
      "ports=\"1-21,23-60\"/></extraports><extraports state=\"filtered\" count=\"90\"><extrareasons "
      "reason=\"no-response\" count=\"90\" proto=\"tcp\" ports=\"61-150\"/></extraports>"));
  EXPECT_EQ(host.state_of(Transport::kTcp, 22), PortState::kOpen);
  EXPECT_EQ(host.state_of(Transport::kTcp, 60), PortState::kClosed);
  EXPECT_EQ(host.state_of(Transport::kTcp, 61), PortState::kFiltered);
  EXPECT_EQ(host.state_of(Transport::kTcp, 151), std::nullopt);
}

TEST(NmapReportTest, GivesTheOnlyOtherStateToAllPortsThatAreNotListed) {
  const HostReport host =
      host_of(nmap_report(std::string(kOpenPort) + "<extraports state=\"closed\" count=\"149\"><extrareasons "
                                                   "reason=\"conn-refused\" count=\"149\"/></extraports>"));
  ASSERT_EQ(host.not_listed.size(), 1U);
  EXPECT_EQ(host.not_listed.front(),
            (PortGroup{Transport::kTcp, PortState::kClosed, "conn-refused", {{1, 21}, {23, 150}}}));
}

TEST(NmapReportTest, DoesNotGuessWhichPortsHaveWhichOfSeveralStates) {
  const HostReport host =
      host_of(nmap_report(std::string(kOpenPort) + "<extraports state=\"closed\" count=\"59\"/>"
                                                   "<extraports state=\"filtered\" count=\"90\"/>"));
  EXPECT_EQ(host.state_of(Transport::kTcp, 22), PortState::kOpen);
  EXPECT_EQ(host.state_of(Transport::kTcp, 60), std::nullopt);
}

TEST(NmapReportTest, KnowsHostsThatAreDown) {
  const HostReport host = host_of(fmt::format(
      "{}<host><status state=\"down\"/><address addr=\"2001:db8::9\" addrtype=\"ipv6\"/></host>{}", kNmapHead,
      kNmapTail));
  EXPECT_FALSE(host.is_up);
  EXPECT_EQ(host.address.to_string(), "2001:db8::9");
  EXPECT_EQ(host.state_of(Transport::kTcp, 22), std::nullopt);
}

TEST(NmapReportTest, SaysThatAHostTimedOut) {
  const HostReport host =
      host_of(fmt::format("{}<host timedout=\"true\"><status state=\"up\"/>"
                          "<address addr=\"192.0.2.2\" addrtype=\"ipv4\"/></host>{}",
                          kNmapHead, kNmapTail));
  EXPECT_NE(host.incomplete, "");
}

TEST(NmapReportTest, LeavesOutProtocolsThatHaveNoPorts) {
  const HostReport host = host_of(nmap_report(
      "<port protocol=\"ip\" portid=\"6\"><state state=\"open\" reason=\"proto-response\"/></port>"));
  EXPECT_TRUE(host.ports.empty());
}

TEST(NmapReportTest, AnInterruptedScanIsAnErrorThatNamesTheLine) {
  const std::string whole = nmap_report(kOpenPort);
  const std::string cut = whole.substr(0, whole.find("<runstats"));
  EXPECT_THAT(error_of(cut), testing::AllOf(HasSubstr("scan.xml:"), HasSubstr("interrupted")));
  EXPECT_THAT(error_of(cut + "</nmaprun>\n"),
              testing::AllOf(HasSubstr("scan.xml:9:"), HasSubstr("interrupted")));
}

TEST(NmapReportTest, EveryTruncationIsAnError) {
  const std::string whole = nmap_report(kOpenPort);
  const std::size_t end = whole.find("</nmaprun>") + std::string_view("</nmaprun").size();
  for (std::size_t length = 0; length <= end; ++length) {
    EXPECT_FALSE(read_report("scan.xml", whole.substr(0, length)).has_value()) << length;
  }
}

TEST(NmapReportTest, AScanThatFailedIsAnError) {
  EXPECT_THAT(error_of(std::string(kNmapHead) + "<runstats><finished elapsed=\"1\" exit=\"error\" "
                                                "errormsg=\"out of memory\"/></runstats></nmaprun>"),
              HasSubstr("out of memory"));
}

TEST(NmapReportTest, DoesNotFollowEntities) {
  const std::string text =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>\n"
      "<nmaprun scanner=\"nmap\" args=\"&secret;\" version=\"7.93\">" +
      std::string(kNmapTail);
  const auto report = read_report("scan.xml", text);
  ASSERT_TRUE(report.has_value()) << report.error().to_string();
  EXPECT_EQ(report->arguments, "&secret;");
}

struct Wrong {
  std::string ports;
  std::string message;
};

class WrongNmapReportTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongNmapReportTest, IsAnErrorThatNamesTheLine) {
  EXPECT_THAT(error_of(nmap_report(GetParam().ports)),
              testing::AllOf(HasSubstr("scan.xml:8:"), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    , WrongNmapReportTest,
    testing::Values(Wrong{"<port protocol=\"tcp\" portid=\"70000\"><state state=\"open\"/></port>", "70000"},
                    Wrong{"<port protocol=\"tcp\" portid=\"-1\"><state state=\"open\"/></port>", "-1"},
                    Wrong{"<port protocol=\"tcp\" portid=\"\"><state state=\"open\"/></port>", "decimal"},
                    Wrong{"<port protocol=\"tcp\"><state state=\"open\"/></port>",
                          "lacks the attribute portid"},
                    Wrong{"<port protocol=\"xtp\" portid=\"1\"><state state=\"open\"/></port>", "xtp"},
                    Wrong{"<port protocol=\"tcp\" portid=\"1\"/>", "without a state"},
                    Wrong{"<port protocol=\"tcp\" portid=\"1\"><state state=\"ajar\"/></port>", "ajar"},
                    Wrong{"<extraports state=\"closed\"><extrareasons reason=\"x\" proto=\"tcp\" "
                          "ports=\"9-1\"/></extraports>",
                          "9-1"}));

TEST(NmapReportTest, APortThatIsListedTwiceIsAnError) {
  EXPECT_THAT(error_of(nmap_report(std::string(kOpenPort) + std::string(kOpenPort))),
              HasSubstr("22/tcp is listed twice"));
}

TEST(ReportFileTest, RefusesWhatIsNeitherJsonNorXml) {
  EXPECT_THAT(error_of(""), HasSubstr("it is empty"));
  EXPECT_THAT(error_of("Starting Nmap 7.93"), HasSubstr("neither JSON nor XML"));
  EXPECT_THAT(error_of("<html></html>"), HasSubstr("not nmap's"));
}

constexpr std::string_view kJsonReport = R"({
  "schema_version": 1, "scanner": "portreeve 0.1.0", "arguments": "", "started": 1, "elapsed_seconds": 2,
  "hosts": [{"address": "192.0.2.2", "name": null, "state": "up", "latency_seconds": null, "incomplete": null,
    "ports": [{"protocol": "tcp", "port": 22, "state": "open", "reason": "syn-ack", "service": "ssh"}],
    "not_listed": [{"protocol": "tcp", "state": "closed", "reason": "conn-refused", "ports": "1-21,23-99"}]}]
})";

TEST(JsonReportTest, IsRead) {
  const HostReport host = host_of(kJsonReport);
  EXPECT_EQ(host.state_of(Transport::kTcp, 22), PortState::kOpen);
  EXPECT_EQ(host.state_of(Transport::kTcp, 99), PortState::kClosed);
  EXPECT_EQ(host.state_of(Transport::kTcp, 100), std::nullopt);
}

TEST(JsonReportTest, ASyntaxErrorNamesTheLine) {
  EXPECT_THAT(error_of("{\n\"schema_version\": 1,\n!"), HasSubstr("scan.xml:3"));
}

struct Change {
  std::string from;
  std::string to;
  std::string message;
};

class WrongJsonReportTest : public testing::TestWithParam<Change> {};

TEST_P(WrongJsonReportTest, IsAnErrorThatNamesTheValue) {
  std::string text(kJsonReport);
  const std::size_t position = text.find(GetParam().from);
  ASSERT_NE(position, std::string::npos);
  text.replace(position, GetParam().from.size(), GetParam().to);
  EXPECT_THAT(error_of(text), testing::AllOf(HasSubstr("scan.xml: "), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    , WrongJsonReportTest,
    testing::Values(
        Change{"\"schema_version\": 1", "\"schema_version\": 2", "schema_version"},
        Change{"\"scanner\": \"portreeve 0.1.0\", ", "", "scanner is missing"},
        Change{"\"started\": 1", "\"started\": 1.5", "started is not an integer"},
        Change{"\"started\": 1", "\"started\": 18446744073709551615", "started is not an integer"},
        Change{"\"elapsed_seconds\": 2", "\"elapsed_seconds\": -2", "elapsed_seconds is not a time span"},
        Change{"\"elapsed_seconds\": 2", "\"elapsed_seconds\": 1e300", "elapsed_seconds"},
        Change{"[{\"address\"", "[7, {\"address\"", "hosts[0] is not an object"},
        Change{"192.0.2.2", "192.0.2.256", "hosts[0].address is wrong"},
        Change{"\"up\"", "\"sideways\"", "hosts[0].state"},
        Change{"\"port\": 22", "\"port\": 65536", "hosts[0].ports[0].port is not between 0 and 65535"},
        Change{"\"port\": 22", "\"port\": -1", "hosts[0].ports[0].port"},
        Change{"\"port\": 22", "\"port\": \"22\"", "hosts[0].ports[0].port is not an integer"},
        Change{"\"open\"", "null", "hosts[0].ports[0].state is not a text"},
        Change{"\"open\"", "\"ajar\"", "hosts[0].ports[0].state is wrong"},
        Change{"1-21,23-99", "9-1", "hosts[0].not_listed[0].ports"}));

}  // namespace
}  // namespace portreeve::scan
