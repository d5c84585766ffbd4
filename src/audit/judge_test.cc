#include "audit/judge.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/check.h"
#include "audit/observations_for_tests.h"

namespace portreeve::audit {
namespace {

using core::Family;
using core::Transport;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> ids(const Judgement& judgement) {
  std::vector<std::string> result;
  for (const Finding& finding : judgement.findings)
    result.push_back(finding.id);
  return result;
}

std::vector<std::string> unseen(const Judgement& judgement) {
  std::vector<std::string> result;
  for (const core::Unseen& entry : judgement.unseen)
    result.push_back(entry.what);
  return result;
}

void set(Observations& host, Family family, std::string_view name, std::string_view scope,
         std::int64_t value) {
  host.settings.value.set_own(*kernel::find_setting(family, name), scope, value);
}

void listen(Observations& host, Transport transport, std::string_view endpoint,
            std::string_view name = "sshd") {
  host.sockets.value.sockets.push_back(waiting_socket(transport, endpoint, name));
}

// What a scan of 192.0.2.1 saw: the open ports one by one, all others of 1-1024 closed.
void look_from_outside(Observations& host, const std::vector<std::uint16_t>& open_ports,
                       std::string_view address = "192.0.2.1") {
  scan::HostReport report;
  report.address = *core::Address::parse(address);
  report.is_up = true;
  std::uint16_t next = 1;
  scan::PortGroup closed{
      .transport = Transport::kTcp, .state = scan::PortState::kClosed, .reason = "conn-refused", .ports = {}};
  for (const std::uint16_t port : open_ports) {
    report.ports.push_back({Transport::kTcp, port, scan::PortState::kOpen, "syn-ack"});
    if (next < port) closed.ports.emplace_back(next, port - 1);
    next = static_cast<std::uint16_t>(port + 1);
  }
  closed.ports.emplace_back(next, 1024);
  report.not_listed = {closed};
  OutsideView view;
  view.origin = "outside.json";
  view.report.hosts = {report};
  host.outside = view;
}

TEST(Judge, AHardenedHostSeenFromOutsideIsFine) {
  Observations host = hardened_host();
  look_from_outside(host, {});
  const Judgement judgement = judge(host);
  EXPECT_THAT(ids(judgement), IsEmpty());
  EXPECT_THAT(unseen(judgement), IsEmpty());
}

struct Planted {
  Family family;
  std::string_view name, scope;
  std::int64_t value;
  std::string_view id;  // of the one finding, or empty where the value does no harm
};

class PlantedSetting : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedSetting, IsJudgedByTheValueInForce) {
  Observations host = hardened_host();
  look_from_outside(host, {});
  set(host, GetParam().family, GetParam().name, GetParam().scope, GetParam().value);
  if (GetParam().id.empty()) {
    EXPECT_THAT(ids(judge(host)), IsEmpty());
  } else {
    EXPECT_THAT(ids(judge(host)), ElementsAre(std::string(GetParam().id)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Settings, PlantedSetting,
    ::testing::Values(
        // One of the two is not enough to accept source routes, and the loopback interface takes none from
        // outside.
        Planted{Family::kIpv4, "accept_source_route", "all", 1, ""},
        Planted{Family::kIpv4, "accept_source_route", "eth0", 1, ""},
        Planted{Family::kIpv6, "accept_source_route", "eth0", 1, ""},
        Planted{Family::kIpv6, "accept_source_route", "all", -1, ""},
        Planted{Family::kIpv4, "accept_redirects", "all", 1, "kernel.ipv4.accept_redirects"},
        Planted{Family::kIpv4, "accept_redirects", "eth0", 1, "kernel.ipv4.accept_redirects"},
        Planted{Family::kIpv4, "accept_redirects", "lo", 1, ""},
        Planted{Family::kIpv4, "send_redirects", "default", 1, "kernel.ipv4.send_redirects"},
        Planted{Family::kIpv4, "send_redirects", "eth0", 1, "kernel.ipv4.send_redirects"},
        Planted{Family::kIpv4, "send_redirects", "lo", 1, "kernel.ipv4.send_redirects"},
        Planted{Family::kIpv4, "secure_redirects", "all", 1, "kernel.ipv4.secure_redirects"},
        Planted{Family::kIpv4, "rp_filter", "eth0", 0, ""}, Planted{Family::kIpv4, "rp_filter", "all", 2, ""},
        // Of IPv6 the kernel never reads `all` for redirects, and nothing but `all` for forwarding.
        Planted{Family::kIpv6, "accept_redirects", "all", 1, ""},
        Planted{Family::kIpv6, "accept_redirects", "eth0", 1, "kernel.ipv6.accept_redirects"},
        Planted{Family::kIpv6, "forwarding", "eth0", 1, ""},
        Planted{Family::kIpv4, "forwarding", "all", 1, ""},
        Planted{Family::kIpv4, "forwarding", "eth0", 1, "kernel.ipv4.forwarding"}));

TEST(Judge, TheRemedyOfAnOrSettingClearsAllAndTheInterface) {
  Observations host = hardened_host();
  set(host, Family::kIpv4, "send_redirects", "all", 1);
  set(host, Family::kIpv4, "send_redirects", "eth0", 1);
  const Judgement judgement = judge(host);
  ASSERT_THAT(judgement.findings, SizeIs(1));
  EXPECT_THAT(judgement.findings[0].subjects, ElementsAre("default", "eth0", "lo"));
  EXPECT_THAT(judgement.findings[0].remedy, ElementsAre("sysctl -w net.ipv4.conf.all.send_redirects=0",
                                                        "sysctl -w net.ipv4.conf.eth0.send_redirects=0"));
  EXPECT_EQ(judgement.findings[0].seen,
            "in force 1 (own 0, all 1) on default, lo, in force 1 (own 1, all 1) on eth0; recommended 0");
}

TEST(Judge, AnInterfaceWhoseNameMeansSomethingToAShellIsQuotedInTheRemedy) {
  Observations host = hardened_host();
  host.settings.value.add_interface({.index = 3, .name = "e0.1;id"});
  for (const kernel::Setting& setting : kernel::catalogue()) {
    host.settings.value.set_own(setting, "e0.1;id", setting.recommended);
  }
  set(host, Family::kIpv6, "accept_redirects", "e0.1;id", 1);
  const Judgement judgement = judge(host);
  ASSERT_THAT(judgement.findings, SizeIs(1));
  EXPECT_THAT(judgement.findings[0].remedy,
              ElementsAre("sysctl -w 'net/ipv6/conf/e0.1;id/accept_redirects=0'"));
}

TEST(Judge, ForwardingComesBeforeTheSettingsThatItsRemedyResets) {
  Observations host = hardened_host();
  set(host, Family::kIpv4, "forwarding", "eth0", 1);
  set(host, Family::kIpv4, "accept_redirects", "all", 1);
  set(host, Family::kIpv4, "accept_redirects", "eth0", 1);
  EXPECT_THAT(ids(judge(host)), ElementsAre("kernel.ipv4.forwarding", "kernel.ipv4.accept_redirects"));
}

Observations router_without_reverse_path_filter() {
  Observations host = hardened_host();
  set(host, Family::kIpv4, "forwarding", "eth0", 1);
  set(host, Family::kIpv4, "rp_filter", "all", 0);
  set(host, Family::kIpv4, "rp_filter", "eth0", 0);
  return host;
}

TEST(Judge, ARouterThatValidatesNoSourcesIsWarnedAbout) {
  EXPECT_THAT(ids(judge(router_without_reverse_path_filter())), Contains("kernel.ipv4.source_validation"));
}

TEST(Judge, ARuleOfTheFirewallThatValidatesSourcesAnswersTheWarning) {
  Observations host = router_without_reverse_path_filter();
  host.firewall.value.source_validations.push_back(
      {Family::kIpv4, firewall::Mechanism::kNftablesFib, true, "table"});
  EXPECT_THAT(ids(judge(host)), Not(Contains("kernel.ipv4.source_validation")));
}

TEST(Judge, ARuleForTheOtherFamilyDoesNot) {
  Observations host = router_without_reverse_path_filter();
  host.firewall.value.source_validations.push_back(
      {Family::kIpv6, firewall::Mechanism::kNftablesFib, true, "table"});
  EXPECT_THAT(ids(judge(host)), Contains("kernel.ipv4.source_validation"));
}

TEST(Judge, WithoutSightOfTheFirewallTheWarningIsOpenAndNotAnswered) {
  Observations host = router_without_reverse_path_filter();
  host.firewall.miss("the rules of the firewall", core::system_error("list", "the rules", EPERM));
  const Judgement judgement = judge(host);
  EXPECT_THAT(ids(judgement), Not(Contains("kernel.ipv4.source_validation")));
  EXPECT_THAT(unseen(judgement), Contains("the answer to the check kernel.ipv4.source_validation"));
}

TEST(Judge, EveryWildcardListenerIsOneFindingWithAllItsSockets) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22");
  listen(host, Transport::kTcp, "[::]:22");
  listen(host, Transport::kTcp, "192.0.2.1:80");
  const Judgement judgement = judge(host);
  ASSERT_THAT(judgement.findings, SizeIs(1));
  EXPECT_EQ(judgement.findings[0].id, "ports.wildcard_listener");
  EXPECT_THAT(judgement.findings[0].subjects, ElementsAre("tcp 0.0.0.0:22", "tcp [::]:22"));
  EXPECT_EQ(judgement.findings[0].seen, "held by sshd (pid 812)");
  EXPECT_THAT(judgement.findings[0].remedy, ElementsAre("kill 812"));
}

TEST(Judge, AServiceOfSystemdIsStoppedByItsUnit) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22");
  host.sockets.value.sockets[0].owners[0].process.cgroup = "/system.slice/ssh.service";
  EXPECT_THAT(judge(host).findings.at(0).remedy, ElementsAre("systemctl disable --now ssh.service"));
  host.sockets.value.sockets[0].owners[0].process.cgroup = "/evil.slice/$(reboot).service";
  EXPECT_THAT(judge(host).findings.at(0).remedy, ElementsAre("kill 812"));
}

TEST(Judge, AServiceThatTheHostsSystemdDoesNotKnowIsNotStoppedByItsUnit) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22");
  for (const char* const cgroup : {"/user.slice/user-1000.slice/user@1000.service/app.slice/share.service",
                                   "/lxc/web/system.slice/ssh.service", "/user.slice/session-3.scope"}) {
    host.sockets.value.sockets[0].owners[0].process.cgroup = cgroup;
    EXPECT_THAT(judge(host).findings.at(0).remedy, ElementsAre("kill 812")) << cgroup;
  }
}

TEST(Judge, AServiceOfASuperServerIsDisabledInItsConfiguration) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22", "xinetd");
  EXPECT_THAT(judge(host).findings.at(0).remedy, ElementsAre(HasSubstr("/etc/xinetd.d"), "kill -HUP 812"));
}

TEST(Judge, WithoutAnOwnerTheRemedyClosesThePort) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22");
  host.sockets.value.sockets[0].owners.clear();
  host.sockets.value.sockets[0].uid = 33;
  const Finding finding = judge(host).findings.at(0);
  EXPECT_EQ(finding.seen, "held by a process of uid 33 that was not seen");
  EXPECT_THAT(finding.remedy, Contains(HasSubstr("tcp dport 22 drop")));
}

TEST(Judge, ACleartextServiceIsLessSeriousOnLoopback) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "192.0.2.1:23", "in.telnetd");
  EXPECT_THAT(ids(judge(host)), ElementsAre("ports.cleartext_service"));
  EXPECT_EQ(judge(host).findings[0].severity, Severity::kHigh);
  host.sockets.value.sockets[0].local = *core::Endpoint::parse("127.0.0.1:23");
  EXPECT_EQ(judge(host).findings.at(0).severity, Severity::kLow);
}

TEST(Judge, APortIsCleartextByItsTransportToo) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "192.0.2.1:69");
  EXPECT_THAT(ids(judge(host)), IsEmpty());
}

TEST(Judge, WhatIsOpenOutsideNeedsASocketInside) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "192.0.2.1:22");
  look_from_outside(host, {22, 80});
  const Judgement judgement = judge(host);
  ASSERT_THAT(ids(judgement), ElementsAre("outside.unexplained_port"));
  EXPECT_THAT(judgement.findings[0].subjects, ElementsAre("tcp 192.0.2.1:80"));
}

TEST(Judge, APortThatIsNotOpenOutsideNeedsNoExplanation) {
  Observations host = hardened_host();
  look_from_outside(host, {80});
  scan::HostReport& report = host.outside->report.hosts[0];
  for (const scan::PortState state : {scan::PortState::kClosed, scan::PortState::kFiltered}) {
    report.ports[0].state = state;
    EXPECT_THAT(ids(judge(host)), IsEmpty());
  }
}

TEST(Judge, ASocketOnAnotherAddressExplainsNothing) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "127.0.0.1:80");
  listen(host, Transport::kTcp, "[2001:db8::1]:80");
  look_from_outside(host, {80});
  EXPECT_THAT(ids(judge(host)), ElementsAre("outside.unexplained_port"));
}

TEST(Judge, AnIpv6WildcardExplainsIpv4UnlessItIsForIpv6Alone) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "[::]:80");
  look_from_outside(host, {80});
  host.sockets.value.sockets[0].v6_only = false;
  EXPECT_THAT(ids(judge(host)), Not(Contains("outside.unexplained_port")));
  host.sockets.value.sockets[0].v6_only = true;
  EXPECT_THAT(ids(judge(host)), Contains("outside.unexplained_port"));
}

TEST(Judge, AnIncompleteInventoryProvesNothingAboutOutside) {
  Observations host = hardened_host();
  host.sockets.value.complete = false;
  look_from_outside(host, {80});
  const Judgement judgement = judge(host);
  EXPECT_THAT(ids(judgement), IsEmpty());
  EXPECT_THAT(unseen(judgement), ElementsAre("the answer to the check outside.unexplained_port"));
}

TEST(Judge, AWildcardListenerThatIsClosedOutsideIsNamed) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "0.0.0.0:22");
  listen(host, Transport::kTcp, "0.0.0.0:2049");  // nobody tried this one
  look_from_outside(host, {});
  const Judgement judgement = judge(host);
  EXPECT_THAT(ids(judgement), ElementsAre("ports.wildcard_listener", "ports.wildcard_listener",
                                          "outside.unreachable_listener"));
  EXPECT_THAT(judgement.findings[2].subjects, ElementsAre("tcp 0.0.0.0:22"));
  EXPECT_THAT(judgement.findings[2].seen, HasSubstr("closed at 192.0.2.1 as seen from outside.json"));
}

TEST(Judge, OneHostAtAForeignAddressIsTakenAsThisOneBehindTranslation) {
  Observations host = hardened_host();
  listen(host, Transport::kTcp, "192.0.2.1:22");
  look_from_outside(host, {22, 80}, "203.0.113.5");
  const Judgement judgement = judge(host);
  ASSERT_THAT(ids(judgement), ElementsAre("outside.unexplained_port"));
  EXPECT_THAT(judgement.findings[0].subjects, ElementsAre("tcp 203.0.113.5:80"));
}

TEST(Judge, NobodyOutsideMeansAThingUnseenWithTheCommandToRunThere) {
  const Judgement judgement = judge(hardened_host());
  ASSERT_THAT(unseen(judgement), ElementsAre("the host as others see it"));
  EXPECT_THAT(judgement.unseen[0].why.advice, HasSubstr("portreeve scan -p- --json 192.0.2.1 2001:db8::1"));
}

TEST(Judge, UdpThatTheOutsideViewDoesNotCoverIsUnseen) {
  Observations host = hardened_host();
  listen(host, Transport::kUdp, "0.0.0.0:53", "named");
  look_from_outside(host, {});
  EXPECT_THAT(unseen(judge(host)), ElementsAre("the host's UDP ports as others see them"));
}

TEST(Judge, WhatAnObserverMissedIsPassedOn) {
  Observations host = hardened_host();
  look_from_outside(host, {});
  host.settings.miss("a setting", {});
  host.addresses.miss("an address", {});
  host.sockets.miss("an owner", {});
  host.firewall.miss("a rule", {});
  EXPECT_THAT(unseen(judge(host)), UnorderedElementsAre("a setting", "an address", "an owner", "a rule"));
}

TEST(Checks, HaveAnIdOfTheirOwnEachAndAllTheirWords) {
  std::vector<std::string_view> seen;
  for (const auto& checks : {kernel_checks(), listener_checks(), outside_checks()}) {
    for (const Check& check : checks) {
      EXPECT_THAT(seen, Not(Contains(check.id)));
      seen.push_back(check.id);
      EXPECT_FALSE(check.title.empty() || check.why.empty() || check.section.empty()) << check.id;
    }
  }
}

TEST(Checks, CoverEverySettingThatTheGuideAsksFor) {
  std::vector<std::string> expected;
  for (const kernel::Setting& setting : kernel::catalogue()) {
    if (setting.level != kernel::Level::kGuide) continue;
    expected.push_back(std::string("kernel.") + (setting.family == Family::kIpv4 ? "ipv4." : "ipv6.") +
                       std::string(setting.name));
  }
  std::vector<std::string> covered;
  for (const Check& check : kernel_checks())
    covered.emplace_back(check.id);
  for (const std::string& id : expected)
    EXPECT_THAT(covered, Contains(id));
}

}  // namespace
}  // namespace portreeve::audit
