#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/references.h"
#include "kernel/setting.h"
#include "kernel/setting_for_tests.h"

namespace portreeve::kernel {
namespace {

using core::Family;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

bool is_within(const Range& range, std::int64_t value) {
  return value >= range.minimum && value <= range.maximum;
}

TEST(Catalogue, EveryRowIsThereOnceAndComplete) {
  std::set<std::pair<Family, std::string_view>> seen;
  for (const Setting& row : catalogue()) {
    EXPECT_TRUE(seen.emplace(row.family, row.name).second) << row.name;
    EXPECT_FALSE(row.meaning.empty() || row.purpose.empty() || row.unit.empty()) << row.name;
    EXPECT_TRUE(is_within(row.range, row.recommended)) << row.name;
    EXPECT_TRUE(is_within(row.range, row.kernel_default.in_all)) << row.name;
    EXPECT_TRUE(is_within(row.range, row.kernel_default.in_default)) << row.name;
    EXPECT_TRUE(is_recommended(row, row.recommended)) << row.name;
    EXPECT_EQ(&row, find_setting(row.family, row.name));
    EXPECT_EQ(&row, &catalogue()[catalogue_index(row)]);
  }
}

TEST(Catalogue, WhatTheGuideWantsNamesItsSectionAndWhatABenchmarkWantsItsRules) {
  for (const Setting& row : catalogue()) {
    EXPECT_EQ(row.level == Level::kGuide, !row.section.empty()) << row.name;
    const LiteralScopes reads = literal_scopes(row);
    if (row.level == Level::kBenchmark) {
      EXPECT_TRUE(reads.all) << row.name;
    }
    if (row.level == Level::kStrict) {
      EXPECT_FALSE(reads.all || reads.in_default) << row.name;
    }
  }
}

TEST(Catalogue, TheRulesOfABenchmarkAreThoseOfTheFamily) {
  EXPECT_THAT(find_references(setting(Family::kIpv4, "accept_redirects")),
              Contains(Reference{"RHEL 9 STIG V2R9", "RHEL-09-253015", "RHEL-09-253040"}));
  EXPECT_THAT(find_references(setting(Family::kIpv6, "accept_redirects")),
              Contains(Reference{"CIS RHEL 8 v4.0.0", "3.3.2.3", "3.3.2.4"}));
  EXPECT_THAT(find_references(setting(Family::kIpv6, "seg6_enabled")), IsEmpty());
  EXPECT_EQ(to_string(std::vector{Reference{"CIS", "3.3.5", "3.3.5"}, Reference{"STIG", "A-1", "A-2"}}),
            "CIS 3.3.5; STIG A-1, A-2");
}

TEST(Catalogue, AFileLeadsBackToItsSettingAndScope) {
  for (const Setting& row : catalogue()) {
    const std::string scope = row.combination == Combination::kHost ? "" : "e0.100";
    const auto found = find_by_file(settings_file(row, scope));
    ASSERT_TRUE(found) << row.name;
    EXPECT_EQ(found->setting, &row);
    EXPECT_EQ(found->scope, scope);
  }
  const auto forward = find_by_file("net/ipv4/ip_forward");
  ASSERT_TRUE(forward);
  EXPECT_EQ(forward->setting, &setting(Family::kIpv4, "forwarding"));
  EXPECT_EQ(forward->scope, "all");
  for (const auto* const other : {"", "net", "net/ipv4/", "net/ipv4/conf/rp_filter", "net/ipv4/rp_filter",
                                  "net/ipv4/conf/all/tcp_syncookies", "kernel/panic", "net/ipv4/conf/all/x"})
    EXPECT_FALSE(find_by_file(other)) << other;
}

TEST(Catalogue, LevelsAreReadBackByName) {
  for (const Level level : {Level::kGuide, Level::kBenchmark, Level::kStrict}) {
    const auto parsed = parse_level(to_string(level));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, level);
  }
  EXPECT_FALSE(parse_level("shown"));
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
  EXPECT_THAT(judged(Family::kIpv4, "arp_notify"), IsEmpty());
}

TEST(Catalogue, AKeyWhoseInterfaceHasADotIsSpeltWithSlashes) {
  const Setting& filter = setting(Family::kIpv4, "rp_filter");
  EXPECT_EQ(sysctl_key(filter, "eth0"), "net.ipv4.conf.eth0.rp_filter");
  EXPECT_EQ(sysctl_key(filter, "e0.100"), "net/ipv4/conf/e0.100/rp_filter");
}

}  // namespace
}  // namespace portreeve::kernel
