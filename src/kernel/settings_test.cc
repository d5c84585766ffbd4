#include "kernel/settings.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "kernel/setting_for_tests.h"

namespace portreeve::kernel {
namespace {

using core::Family;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Rule {
  Family family;
  std::string_view name;
  // What is in force for (all, own) of (0, 0), (0, 1), (1, 0) and (1, 1), on an interface that does not
  // forward.
  std::array<std::int64_t, 4> in_force;
};
class CombiningRule : public ::testing::TestWithParam<Rule> {};

TEST_P(CombiningRule, MakesTheValueInForceFromAllAndTheInterface) {
  const Setting& key = setting(GetParam().family, GetParam().name);
  for (std::int64_t index = 0; index < 4; ++index) {
    Settings settings;
    settings.set_own(setting(GetParam().family, "forwarding"), "eth0", 0);
    settings.set_own(key, "all", index / 2);
    settings.set_own(key, "eth0", index % 2);
    EXPECT_EQ(settings.effective(key, "eth0"), GetParam().in_force.at(static_cast<std::size_t>(index)))
        << "all=" << index / 2 << " own=" << index % 2;
  }
}

INSTANTIATE_TEST_SUITE_P(Keys, CombiningRule,
                         ::testing::Values(Rule{Family::kIpv4, "accept_source_route", {0, 0, 0, 1}},
                                           Rule{Family::kIpv4, "forwarding", {0, 1, 0, 1}},
                                           Rule{Family::kIpv4, "mc_forwarding", {0, 0, 0, 1}},
                                           Rule{Family::kIpv4, "accept_redirects", {0, 1, 1, 1}},
                                           Rule{Family::kIpv4, "secure_redirects", {0, 1, 1, 1}},
                                           Rule{Family::kIpv4, "shared_media", {0, 1, 1, 1}},
                                           Rule{Family::kIpv4, "send_redirects", {0, 1, 1, 1}},
                                           Rule{Family::kIpv4, "rp_filter", {0, 1, 1, 1}},
                                           Rule{Family::kIpv6, "accept_source_route", {0, 0, 0, 1}},
                                           Rule{Family::kIpv6, "forwarding", {0, 0, 1, 1}},
                                           Rule{Family::kIpv6, "mc_forwarding", {0, 0, 1, 1}},
                                           Rule{Family::kIpv4, "arp_ignore", {0, 1, 1, 1}},
                                           Rule{Family::kIpv4, "proxy_arp", {0, 0, 0, 0}},
                                           Rule{Family::kIpv6, "accept_redirects", {0, 1, 0, 1}},
                                           Rule{Family::kIpv6, "seg6_enabled", {0, 0, 0, 1}},
                                           Rule{Family::kIpv6, "force_forwarding", {0, 1, 0, 1}},
                                           Rule{Family::kIpv6, "accept_ra", {0, 1, 0, 1}},
                                           Rule{Family::kIpv6, "accept_dad", {0, 1, 1, 1}}));

TEST(Settings, RedirectsAreTakenByARouterOnlyIfBothSaySo) {
  const Setting& redirects = setting(Family::kIpv4, "accept_redirects");
  Settings settings;
  settings.set_own(setting(Family::kIpv4, "forwarding"), "eth0", 1);
  settings.set_own(redirects, "all", 0);
  settings.set_own(redirects, "eth0", 1);
  EXPECT_EQ(settings.effective(redirects, "eth0"), 0);
  settings.set_own(redirects, "all", 1);
  EXPECT_EQ(settings.effective(redirects, "eth0"), 1);
}

TEST(Settings, Ipv6RedirectsAreNeverTakenWhereTheInterfaceForwards) {
  const Setting& redirects = setting(Family::kIpv6, "accept_redirects");
  Settings settings;
  settings.set_own(redirects, "eth0", 1);
  settings.set_own(setting(Family::kIpv6, "forwarding"), "eth0", 1);
  EXPECT_EQ(settings.effective(redirects, "eth0"), 0);
}

TEST(Settings, ARouterTakesAdvertisementsOnlyWhereItsOwnValueIsTwo) {
  const Setting& advertisements = setting(Family::kIpv6, "accept_ra");
  Settings settings;
  settings.set_own(setting(Family::kIpv6, "forwarding"), "eth0", 1);
  for (const auto& [own, in_force] : {std::pair(0, 0), std::pair(1, 0), std::pair(2, 2), std::pair(-1, 0)}) {
    settings.set_own(advertisements, "eth0", own);
    EXPECT_EQ(settings.effective(advertisements, "eth0"), in_force) << own;
  }
}

TEST(Settings, ProxyArpAnswersOnlyWhereTheInterfaceForwards) {
  const Setting& proxy = setting(Family::kIpv4, "proxy_arp");
  Settings settings;
  settings.set_own(setting(Family::kIpv4, "forwarding"), "eth0", 1);
  settings.set_own(proxy, "all", 1);
  settings.set_own(proxy, "eth0", 0);
  EXPECT_EQ(settings.effective(proxy, "eth0"), 1);
}

TEST(Settings, AValueOfTheHostHasOneScope) {
  const Setting& cookies = setting(Family::kIpv4, "tcp_syncookies");
  Settings settings;
  EXPECT_FALSE(settings.has(cookies));
  EXPECT_THAT(settings.scopes(cookies), IsEmpty());
  settings.set_own(cookies, kHostScope, 0);
  EXPECT_THAT(settings.scopes(cookies), ElementsAre(""));
  EXPECT_EQ(settings.as_recommended(cookies, kHostScope), false);
}

struct SharedMedia {
  std::int64_t all;
  std::int64_t own;
  bool secure_redirects_is_read;
};
class SecureRedirects : public ::testing::TestWithParam<SharedMedia> {};

TEST_P(SecureRedirects, AreReadOnlyWhereTheMediumIsNotShared) {
  const Setting& shared_media = setting(Family::kIpv4, "shared_media");
  Settings settings;
  settings.set_own(shared_media, "all", GetParam().all);
  settings.set_own(shared_media, "eth0", GetParam().own);
  EXPECT_EQ(settings.is_read(setting(Family::kIpv4, "secure_redirects"), "eth0"),
            GetParam().secure_redirects_is_read);
  EXPECT_EQ(settings.is_read(setting(Family::kIpv4, "accept_redirects"), "eth0"), true);
}

INSTANTIATE_TEST_SUITE_P(Values, SecureRedirects,
                         ::testing::Values(SharedMedia{0, 0, true}, SharedMedia{0, 1, false},
                                           SharedMedia{1, 0, false}, SharedMedia{1, 1, false}));

TEST(Settings, WhetherSecureRedirectsIsReadIsNotKnownWithoutSharedMedia) {
  EXPECT_EQ(Settings().is_read(setting(Family::kIpv4, "secure_redirects"), "eth0"), std::nullopt);
}

TEST(Settings, TheReversePathFilterIsTheLargerNumber) {
  const Setting& filter = setting(Family::kIpv4, "rp_filter");
  Settings settings;
  settings.set_own(filter, "all", 2);
  settings.set_own(filter, "eth0", 1);
  EXPECT_EQ(settings.effective(filter, "eth0"), 2);
}

TEST(Settings, WithoutAValueThatItDependsOnNothingIsSaid) {
  const Setting& redirects = setting(Family::kIpv4, "send_redirects");
  Settings settings;
  settings.set_own(redirects, "eth0", 0);
  EXPECT_EQ(settings.effective(redirects, "eth0"), std::nullopt);
  EXPECT_EQ(settings.own(redirects, "all"), std::nullopt);
}

TEST(Settings, WhatIsNotJudgedOrNotKnownIsNeitherRightNorWrong) {
  const Setting& filter = setting(Family::kIpv4, "rp_filter");
  Settings settings;
  for (const auto* scope : {"all", "default", "lo"})
    settings.set_own(filter, scope, 0);
  EXPECT_EQ(settings.as_recommended(filter, "default"), false);
  EXPECT_EQ(settings.as_recommended(filter, "lo"), std::nullopt);
  EXPECT_EQ(settings.as_recommended(filter, "eth0"), std::nullopt);
  settings.set_own(filter, "all", 1);
  EXPECT_EQ(settings.as_recommended(filter, "default"), true);
}

class CapturedSettings : public ::testing::Test {
 protected:
  CapturedSettings() { directory_.write("proc/sys/net/ipv4/ip_forward", "1\n"); }
  void write(std::string_view family, std::string_view scope, std::string_view value) {
    for (const Setting& key : catalogue()) {
      if ((key.family == Family::kIpv4 ? "ipv4" : "ipv6") != family) continue;
      if (key.combination == Combination::kHost && scope != "all") continue;
      directory_.write("proc/sys/" + settings_file(key, scope), value);
    }
  }
  core::Observed<Settings> observe() {
    return observe_settings(*core::SystemRoot::capture(directory_.path()));
  }

  core::TemporaryDirectory directory_;
};

TEST_F(CapturedSettings, EveryInterfaceOfEitherFamilyIsSeen) {
  for (const auto* scope : {"all", "default", "eth0", "e0.100", "a;b*"})
    write("ipv4", scope, "0\n");
  for (const auto* scope : {"all", "default", "eth0"})
    write("ipv6", scope, "1\n");
  const auto observed = observe();
  EXPECT_THAT(observed.unseen, IsEmpty());
  std::vector<std::string> names;
  for (const core::Interface& interface : observed.value.interfaces())
    names.push_back(interface.name);
  EXPECT_THAT(names, ElementsAre("a;b*", "e0.100", "eth0"));
  EXPECT_EQ(observed.value.own(setting(Family::kIpv4, "rp_filter"), "e0.100"), 0);
  EXPECT_EQ(observed.value.own(setting(Family::kIpv6, "forwarding"), "eth0"), 1);
  EXPECT_EQ(observed.value.own(setting(Family::kIpv6, "forwarding"), "e0.100"), std::nullopt);
  EXPECT_EQ(observed.value.ip_forward(), 1);
  EXPECT_THAT(observed.value.scopes(Family::kIpv4), ElementsAre("all", "default", "a;b*", "e0.100", "eth0"));
  EXPECT_THAT(observed.value.scopes(Family::kIpv6), ElementsAre("all", "default", "eth0"));
}

TEST_F(CapturedSettings, AHostWithoutIpv6IsNotedOnce) {
  for (const auto* scope : {"all", "default", "eth0"})
    write("ipv4", scope, "0\n");
  const auto observed = observe();
  ASSERT_THAT(observed.unseen, SizeIs(1));
  EXPECT_EQ(observed.unseen[0].what, "the IPv6 settings of the kernel");
}

TEST_F(CapturedSettings, WhatIsNoNumberIsNamedWithItsFile) {
  for (const auto* family : {"ipv4", "ipv6"}) {
    for (const auto* scope : {"all", "default", "eth0"})
      write(family, scope, "0\n");
  }
  directory_.write("proc/sys/net/ipv4/conf/eth0/rp_filter", "yes\n");
  directory_.write("proc/sys/net/ipv6/conf/eth0/forwarding", "");
  const auto observed = observe();
  ASSERT_THAT(observed.unseen, SizeIs(2));
  EXPECT_THAT(observed.unseen[0].why.to_string(),
              HasSubstr("/proc/sys/net/ipv4/conf/eth0/rp_filter:1: cannot parse the setting \"yes\""));
  EXPECT_EQ(observed.value.own(setting(Family::kIpv4, "accept_redirects"), "eth0"), 0);
}

TEST_F(CapturedSettings, WhatAKernelNeedNotHaveIsNotMissed) {
  for (const auto* family : {"ipv4", "ipv6"}) {
    for (const auto* scope : {"all", "default", "eth0"})
      write(family, scope, "0\n");
  }
  for (const auto* scope : {"all", "default", "eth0"}) {
    for (const auto* name : {"mc_forwarding", "force_forwarding", "seg6_enabled"})
      std::filesystem::remove(directory_.path() + "/proc/sys/net/ipv6/conf/" + scope + "/" + name);
  }
  const auto observed = observe();
  EXPECT_THAT(observed.unseen, IsEmpty());
  EXPECT_FALSE(observed.value.has(setting(Family::kIpv6, "force_forwarding")));
  EXPECT_TRUE(observed.value.has(setting(Family::kIpv6, "accept_redirects")));
}

}  // namespace
}  // namespace portreeve::kernel
