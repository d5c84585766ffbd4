#include "kernel/settings.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::kernel {
namespace {

using core::Family;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Setting& setting(Family family, std::string_view name) {
  return *find_setting(family, name);
}

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
                                           Rule{Family::kIpv6, "accept_redirects", {0, 1, 0, 1}}));

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

TEST(Catalogue, HasTheKeysOfTheGuideInTheFamiliesThatHaveThem) {
  for (const std::string_view name :
       {"accept_source_route", "forwarding", "mc_forwarding", "accept_redirects"}) {
    EXPECT_NE(find_setting(Family::kIpv4, name), nullptr) << name;
    EXPECT_NE(find_setting(Family::kIpv6, name), nullptr) << name;
  }
  for (const std::string_view name : {"secure_redirects", "shared_media", "send_redirects", "rp_filter"}) {
    EXPECT_NE(find_setting(Family::kIpv4, name), nullptr) << name;
    EXPECT_EQ(find_setting(Family::kIpv6, name), nullptr) << name;
  }
}

TEST(Catalogue, ValuesAreJudgedByTheirClass) {
  EXPECT_TRUE(is_recommended(setting(Family::kIpv4, "rp_filter"), 2));
  EXPECT_FALSE(is_recommended(setting(Family::kIpv4, "rp_filter"), 0));
  EXPECT_FALSE(is_recommended(setting(Family::kIpv4, "accept_redirects"), 5));
  EXPECT_TRUE(is_recommended(setting(Family::kIpv6, "accept_source_route"), -1));
  EXPECT_FALSE(is_recommended(setting(Family::kIpv4, "accept_redirects"), -1));
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

TEST(Catalogue, AnyModeOfTheReversePathFilterButStrictAndOffIsLoose) {
  EXPECT_EQ(reverse_path_mode(0), "off");
  EXPECT_EQ(reverse_path_mode(1), "strict");
  for (const std::int64_t value : {2, 7, -1})
    EXPECT_EQ(reverse_path_mode(value), "loose");
}

TEST(Catalogue, AScopeIsJudgedWhereItsValueDecidesAboutTrafficWithOthers) {
  const auto judged = [](Family family, std::string_view name) {
    std::vector<std::string_view> scopes{"all", "default", "eth0", "lo"};
    std::erase_if(scopes, [&](std::string_view scope) { return !is_judged(setting(family, name), scope); });
    return scopes;
  };
  EXPECT_THAT(judged(Family::kIpv4, "rp_filter"), ElementsAre("default", "eth0"));
  EXPECT_THAT(judged(Family::kIpv4, "send_redirects"), ElementsAre("default", "eth0", "lo"));
  EXPECT_THAT(judged(Family::kIpv6, "forwarding"), ElementsAre("all"));
  EXPECT_THAT(judged(Family::kIpv4, "shared_media"), IsEmpty());
}

TEST(Catalogue, AKeyWhoseInterfaceHasADotIsSpeltWithSlashes) {
  const Setting& filter = setting(Family::kIpv4, "rp_filter");
  EXPECT_EQ(sysctl_key(filter, "eth0"), "net.ipv4.conf.eth0.rp_filter");
  EXPECT_EQ(sysctl_key(filter, "e0.100"), "net/ipv4/conf/e0.100/rp_filter");
}

class CapturedSettings : public ::testing::Test {
 protected:
  CapturedSettings() { directory_.write("proc/sys/net/ipv4/ip_forward", "1\n"); }
  void write(std::string_view family, std::string_view scope, std::string_view value) {
    for (const Setting& key : catalogue()) {
      if ((key.family == Family::kIpv4 ? "ipv4" : "ipv6") != family) continue;
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

TEST_F(CapturedSettings, AKernelThatCannotRouteMulticastIsComplete) {
  for (const auto* family : {"ipv4", "ipv6"}) {
    for (const auto* scope : {"all", "default", "eth0"})
      write(family, scope, "0\n");
  }
  for (const auto* scope : {"all", "default", "eth0"}) {
    std::filesystem::remove(directory_.path() + "/proc/sys/net/ipv6/conf/" + scope + "/mc_forwarding");
  }
  EXPECT_THAT(observe().unseen, IsEmpty());
}

}  // namespace
}  // namespace portreeve::kernel
