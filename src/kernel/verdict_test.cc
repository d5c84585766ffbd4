#include "kernel/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/setting_for_tests.h"

namespace portreeve::kernel {
namespace {

using core::Family;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A host with one interface; `all`, `default` and eth0 have these numbers of a setting. It does not forward.
Settings host(const Setting& key, std::int64_t all, std::int64_t in_default, std::int64_t own) {
  Settings settings;
  settings.add_interface({.index = 0, .name = "eth0"});
  for (const auto* scope : {"all", "default", "eth0"})
    settings.set_own(setting(key.family, "forwarding"), scope, 0);
  settings.set_own(key, "all", all);
  settings.set_own(key, "default", in_default);
  settings.set_own(key, "eth0", own);
  return settings;
}

std::vector<std::string> remedy(const Verdict& verdict) {
  std::vector<std::string> writes;
  for (const Write& write : verdict.remedy)
    writes.push_back(settings_file(*write.setting, write.scope) + "=" + std::to_string(write.value));
  return writes;
}

TEST(Verdict, AHostThatTheBenchmarksCallCompliantCanBeOpen) {
  const Setting& redirects = setting(Family::kIpv6, "accept_redirects");
  const Verdict verdict = judge(host(redirects, 0, 0, 1), redirects);
  EXPECT_THAT(verdict.wrong, ElementsAre("eth0"));
  EXPECT_EQ(verdict.literal, LiteralCheck::kPasses);
  EXPECT_THAT(
      describe_literal(verdict),
      HasSubstr("a check that reads all and default alone passes (CIS Debian Linux 12 v1.1.0 3.3.5;"));
  EXPECT_THAT(remedy(verdict), ElementsAre("net/ipv6/conf/eth0/accept_redirects=0"));
}

TEST(Verdict, AHostThatTheBenchmarksFailCanBeClosed) {
  const Setting& routes = setting(Family::kIpv4, "accept_source_route");
  const Verdict verdict = judge(host(routes, 0, 1, 1), routes);
  EXPECT_THAT(verdict.wrong, IsEmpty());
  EXPECT_THAT(verdict.remedy, IsEmpty());
  EXPECT_EQ(verdict.literal, LiteralCheck::kFails);
  EXPECT_THAT(describe_literal(verdict), HasSubstr("fails"));
}

TEST(Verdict, WhereBothAgreeThereIsNothingToSay) {
  const Setting& redirects = setting(Family::kIpv4, "send_redirects");
  EXPECT_EQ(describe_literal(judge(host(redirects, 0, 0, 0), redirects)), "");
  EXPECT_EQ(describe_literal(judge(host(redirects, 1, 1, 1), redirects)), "");
  const Setting& segments = setting(Family::kIpv6, "seg6_enabled");
  EXPECT_EQ(judge(host(segments, 1, 0, 1), segments).literal, LiteralCheck::kNone);
  EXPECT_EQ(describe_literal(judge(host(segments, 1, 0, 1), segments)), "");
}

TEST(Verdict, AnAndIsMendedInAllAloneAndAnOrEverywhere) {
  const Setting& routes = setting(Family::kIpv4, "accept_source_route");
  EXPECT_THAT(remedy(judge(host(routes, 1, 1, 1), routes)),
              ElementsAre("net/ipv4/conf/all/accept_source_route=0"));
  const Setting& redirects = setting(Family::kIpv4, "send_redirects");
  EXPECT_THAT(remedy(judge(host(redirects, 1, 0, 1), redirects)),
              ElementsAre("net/ipv4/conf/all/send_redirects=0", "net/ipv4/conf/eth0/send_redirects=0"));
}

TEST(Verdict, AMaximumThatIsToBeOffIsMendedEverywhere) {
  const Setting& accept = setting(Family::kIpv4, "arp_accept");
  EXPECT_THAT(remedy(judge(host(accept, 1, 0, 1), accept)),
              ElementsAre("net/ipv4/conf/all/arp_accept=0", "net/ipv4/conf/eth0/arp_accept=0"));
  const Setting& filter = setting(Family::kIpv4, "rp_filter");
  EXPECT_THAT(remedy(judge(host(filter, 0, 0, 0), filter)), ElementsAre("net/ipv4/conf/all/rp_filter=1"));
}

TEST(Verdict, WhatCannotBeWrittenHasNoRemedy) {
  const Setting& multicast = setting(Family::kIpv4, "mc_forwarding");
  const Verdict verdict = judge(host(multicast, 1, 0, 1), multicast);
  EXPECT_THAT(verdict.wrong, ElementsAre("eth0"));
  EXPECT_THAT(verdict.remedy, IsEmpty());
}

TEST(Verdict, WhatIsNotKnownIsNeitherRightNorWrong) {
  const Setting& redirects = setting(Family::kIpv4, "send_redirects");
  Settings settings = host(redirects, 0, 0, 0);
  settings.add_interface({.index = 0, .name = "eth1"});
  settings.set_own(setting(Family::kIpv4, "rp_filter"), "eth1", 1);
  const Verdict verdict = judge(settings, redirects);
  EXPECT_THAT(verdict.wrong, IsEmpty());
  EXPECT_THAT(verdict.unknown, ElementsAre("eth1"));
  Settings without_all;
  without_all.set_own(redirects, "default", 0);
  EXPECT_EQ(literal_check(without_all, redirects), LiteralCheck::kUnknown);
}

TEST(Verdict, AValueOfTheHostIsJudgedAsSuch) {
  const Setting& cookies = setting(Family::kIpv4, "tcp_syncookies");
  Settings settings;
  settings.set_own(cookies, kHostScope, 0);
  const Verdict verdict = judge(settings, cookies);
  EXPECT_THAT(verdict.wrong, ElementsAre(""));
  EXPECT_EQ(verdict.literal, LiteralCheck::kFails);
  EXPECT_THAT(remedy(verdict), ElementsAre("net/ipv4/tcp_syncookies=1"));
}

TEST(Verdict, ValuesAreGroupedByTheScopesThatShareThem) {
  const Setting& redirects = setting(Family::kIpv4, "send_redirects");
  const Settings settings = host(redirects, 1, 0, 1);
  EXPECT_EQ(describe_values(settings, redirects, {"default", "eth0"}),
            "in force 1 (own 0, all 1) on default, in force 1 (own 1, all 1) on eth0; recommended 0");
  EXPECT_EQ(describe_values(settings, redirects, {"eth0"}), "in force 1 (own 1, all 1); recommended 0");
}

}  // namespace
}  // namespace portreeve::kernel
