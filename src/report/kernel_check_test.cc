#include "report/kernel_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kernel/setting_for_tests.h"

namespace portreeve::report {
namespace {

using core::Family;
using kernel::setting;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A host whose only interface takes IPv6 redirects although `all` and `default` say no.
kernel::Settings open_host(const std::string& interface) {
  kernel::Settings settings;
  settings.add_interface({.index = 0, .name = interface});
  for (const std::string& scope : {std::string("all"), std::string("default"), interface})
    settings.set_own(setting(Family::kIpv6, "forwarding"), scope, 0);
  settings.set_own(setting(Family::kIpv6, "accept_redirects"), "all", 0);
  settings.set_own(setting(Family::kIpv6, "accept_redirects"), "default", 0);
  settings.set_own(setting(Family::kIpv6, "accept_redirects"), interface, 1);
  return settings;
}

KernelCheck check_of(const kernel::Settings& settings, Family family, std::string_view name) {
  return {.level = kernel::Level::kBenchmark, .verdicts = {kernel::judge(settings, setting(family, name))}};
}

TEST(KernelCheckText, ShowsTheLiteralCheckBesideWhatIsInForce) {
  const kernel::Settings settings = open_host("eth0");
  const std::string text =
      kernel_check_text(settings, check_of(settings, Family::kIpv6, "accept_redirects"), 110);
  EXPECT_THAT(text, StartsWith("1 of 1 settings are not as recommended (level benchmark)\n"
                               "\nIPv6 accept_redirects\n"
                               "  where     eth0\n"
                               "  seen      in force 1 (own 1, all 0); recommended 0\n"
                               "  but       a check that reads all and default alone passes (CIS Debian"));
  EXPECT_THAT(text, HasSubstr("  write     sysctl -w net.ipv6.conf.eth0.accept_redirects=0\n"));
}

TEST(KernelCheckText, NamesOfInterfacesCannotForgeLines) {
  const kernel::Settings settings = open_host("a\n;id");
  const std::string text =
      kernel_check_text(settings, check_of(settings, Family::kIpv6, "accept_redirects"), 110);
  EXPECT_THAT(text, HasSubstr("  where     a\\x0a;id\n"));
  EXPECT_THAT(text, HasSubstr("sysctl -w 'net.ipv6.conf.a\\x0a;id.accept_redirects=0'"));
}

TEST(KernelCheckText, WhatOnlyLooksWrongIsSaidToBeHarmless) {
  kernel::Settings settings = open_host("eth0");
  const kernel::Setting& routes = setting(Family::kIpv4, "accept_source_route");
  settings.set_own(routes, "all", 0);
  settings.set_own(routes, "default", 1);
  settings.set_own(routes, "eth0", 1);
  const std::string text =
      kernel_check_text(settings, check_of(settings, Family::kIpv4, "accept_source_route"), 110);
  EXPECT_THAT(text, StartsWith("0 of 1 settings"));
  EXPECT_THAT(text,
              HasSubstr("Nothing is open here, though others will say so:\n"
                        "  - IPv4 accept_source_route: a check that reads all and default alone fails"));
}

TEST(KernelCheckText, WhatIsNotKnownIsListed) {
  kernel::Settings settings = open_host("eth0");
  settings.set_own(setting(Family::kIpv4, "send_redirects"), "eth0", 0);
  const std::string text =
      kernel_check_text(settings, check_of(settings, Family::kIpv4, "send_redirects"), 110);
  EXPECT_THAT(text, HasSubstr("Not known, so not judged:\n  - IPv4 send_redirects on eth0\n"));
}

TEST(KernelCheckJson, HoldsTheSame) {
  const core::Observed<kernel::Settings> observed{open_host("eth0"), {}};
  const core::Json json =
      kernel_check_json(observed, check_of(observed.value, Family::kIpv6, "accept_redirects"));
  const core::Json& verdict = json.at("settings").at(0);
  EXPECT_EQ(verdict.at("literal_check"), "passes");
  EXPECT_EQ(verdict.at("wrong").at(0).at("effective"), 1);
  EXPECT_EQ(verdict.at("remedy").at(0).at("key"), "net.ipv6.conf.eth0.accept_redirects");
}

TEST(CatalogueText, SaysWhatASettingDoesAndWhoWantsWhat) {
  const std::string text = catalogue_text({&setting(Family::kIpv4, "rp_filter")}, 110);
  EXPECT_THAT(text, StartsWith("IPv4 rp_filter\n  key       net.ipv4.conf.INTERFACE.rp_filter\n"));
  EXPECT_THAT(text, HasSubstr("  wanted    1, by the guide\n"));
  EXPECT_THAT(text, HasSubstr("  rule      the larger of all and the interface's own\n"));
  EXPECT_THAT(text, HasSubstr("  guide     section 4.4.3.1\n"));
  EXPECT_THAT(text, HasSubstr("RHEL-09-253035"));
}

TEST(CatalogueText, ASettingThatNobodyJudgesHasNoRecommendation) {
  const std::string text = catalogue_text({&setting(Family::kIpv4, "arp_notify")}, 110);
  EXPECT_THAT(text, HasSubstr("  wanted    as the host needs it\n"));
  EXPECT_THAT(text, Not(HasSubstr("  guide")));
}

}  // namespace
}  // namespace portreeve::report
