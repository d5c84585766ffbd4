#include "firewall/source_validation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/system_root.h"
#include "core/temporary_directory_for_tests.h"
#include "firewall/firewalld.h"

namespace portreeve::firewall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Expressions as `nft -j list ruleset` of nftables 1.0.6 prints them.
constexpr std::string_view kStrict =
    R"({"match":{"op":"==","left":{"fib":{"result":"oif","flags":["saddr","iif"]}},"right":false}})";
constexpr std::string_view kStrictWithMark =
    R"({"match":{"op":"==","left":{"fib":{"result":"oif","flags":["mark","iif","saddr"]}},"right":"0"}})";
constexpr std::string_view kLoose =
    R"({"match":{"op":"==","left":{"fib":{"result":"oif","flags":["saddr"]}},"right":false}})";
constexpr std::string_view kIpv6Only =
    R"({"match":{"op":"==","left":{"meta":{"key":"nfproto"}},"right":"ipv6"}})";
constexpr std::string_view kNotIpv6 =
    R"({"match":{"op":"!=","left":{"meta":{"key":"nfproto"}},"right":"ipv6"}})";
constexpr std::string_view kEth0 =
    R"({"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"eth0"}})";
constexpr std::string_view kRpfilter = R"({"xt":{"type":"match","name":"rpfilter"}})";
constexpr std::string_view kCounter = R"({"counter":{"packets":0,"bytes":0}})";
constexpr std::string_view kDrop = R"({"drop":null})";
constexpr std::string_view kAccept = R"({"accept":null})";

using Rule = std::vector<std::string_view>;

// "IPv4 strict", "IPv6 loose", ... of a rule set with one chain.
std::vector<std::string> found_in(std::string_view family, std::string_view hook,
                                  const std::vector<Rule>& rules) {
  std::string text = fmt::format(
      R"({{"nftables":[{{"metainfo":{{"version":"1.0.6"}}}},)"
      R"({{"chain":{{"family":"{0}","table":"t","name":"c","type":"filter","hook":"{1}","prio":-300}}}})",
      family, hook);
  for (const Rule& rule : rules) {
    text += fmt::format(R"(,{{"rule":{{"family":"{}","table":"t","chain":"c","expr":[{}]}}}})", family,
                        fmt::join(rule, ","));
  }
  std::vector<std::string> found;
  for (const SourceValidation& validation : find_source_validation(*core::parse_json("test", text + "]}"))) {
    const std::string_view mode = !validation.is_strict   ? "unknown"
                                  : *validation.is_strict ? "strict"
                                                          : "loose";
    found.push_back(fmt::format("{} {}", to_string(validation.family), mode));
    EXPECT_EQ(validation.where, fmt::format("table {} t, chain c", family));
  }
  return found;
}

TEST(SourceValidation, AFibRuleIsStrictWithTheInterfaceAndLooseWithout) {
  EXPECT_THAT(found_in("ip", "prerouting", {{kStrict, kDrop}}), ElementsAre("IPv4 strict"));
  EXPECT_THAT(found_in("ip6", "prerouting", {{kLoose, kCounter, kDrop}}), ElementsAre("IPv6 loose"));
  EXPECT_THAT(found_in("ip6", "prerouting", {{kStrictWithMark, kDrop}}), ElementsAre("IPv6 strict"));
}

TEST(SourceValidation, AnInetTableCoversBothFamiliesUnlessARuleNamesOne) {
  EXPECT_THAT(found_in("inet", "prerouting", {{kStrict, kDrop}}), ElementsAre("IPv4 strict", "IPv6 strict"));
  EXPECT_THAT(found_in("inet", "prerouting", {{kIpv6Only, kStrict, kDrop}}), ElementsAre("IPv6 strict"));
}

TEST(SourceValidation, AFamilyThatWasAcceptedBeforeIsNotCovered) {
  EXPECT_THAT(found_in("inet", "prerouting", {{kNotIpv6, kAccept}, {kStrict, kDrop}}),
              ElementsAre("IPv6 strict"));
}

TEST(SourceValidation, BehindARuleThatLetsPacketsPassItIsIncomplete) {
  EXPECT_THAT(found_in("ip", "prerouting", {{kEth0, kAccept}, {kStrict, kDrop}}), IsEmpty());
  EXPECT_THAT(found_in("ip", "prerouting", {{R"({"goto":{"target":"x"}})"}, {kStrict, kDrop}}), IsEmpty());
  EXPECT_THAT(found_in("ip", "prerouting", {{kEth0, kCounter}, {kStrict, kDrop}}),
              ElementsAre("IPv4 strict"));
  EXPECT_THAT(found_in("ip", "prerouting", {{kStrict, kDrop}, {kEth0, kAccept}}), ElementsAre("IPv4 strict"));
  constexpr std::string_view kNotLoopback =
      R"({"match":{"op":"!=","left":{"meta":{"key":"iifname"}},"right":"lo"}})";
  EXPECT_THAT(found_in("ip", "prerouting", {{kNotLoopback, kAccept}, {kStrict, kDrop}}), IsEmpty());
}

TEST(SourceValidation, WhatHasToBeLetThroughDoesNotMakeItIncomplete) {
  constexpr std::string_view kLoopback =
      R"({"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"lo"}})";
  constexpr std::string_view kLinkLocal =
      R"({"match":{"op":"==","left":{"payload":{"protocol":"ip6","field":"saddr"}},)"
      R"("right":{"prefix":{"addr":"fe80::","len":10}}}})";
  constexpr std::string_view kDiscovery =
      R"({"match":{"op":"==","left":{"payload":{"protocol":"icmpv6","field":"type"}},)"
      R"("right":{"set":["nd-router-advert","nd-neighbor-solicit"]}}})";
  constexpr std::string_view kOneNetwork =
      R"({"match":{"op":"==","left":{"payload":{"protocol":"ip6","field":"saddr"}},)"
      R"("right":{"prefix":{"addr":"2001:db8::","len":32}}}})";
  EXPECT_THAT(found_in("inet", "prerouting",
                       {{kNotIpv6, kAccept},
                        {kLoopback, kAccept},
                        {kLinkLocal, kAccept},
                        {kDiscovery, kAccept},
                        {kStrict, kCounter, kDrop}}),
              ElementsAre("IPv6 strict"));
  EXPECT_THAT(found_in("ip6", "prerouting", {{kOneNetwork, kAccept}, {kStrict, kDrop}}), IsEmpty());
}

TEST(SourceValidation, TheRpfilterMatchOfIptablesDoesNotShowItsMode) {
  EXPECT_THAT(found_in("ip6", "prerouting", {{kRpfilter, kCounter, kDrop}}), ElementsAre("IPv6 unknown"));
}

TEST(SourceValidation, ARuleForSomePacketsAloneDoesNotCount) {
  EXPECT_THAT(found_in("ip", "prerouting", {{kEth0, kStrict, kDrop}}), IsEmpty());
  EXPECT_THAT(found_in("ip", "prerouting", {{kStrict, kAccept}}), IsEmpty());
  EXPECT_THAT(found_in("ip", "prerouting", {{kStrict, kCounter}}), IsEmpty());
}

TEST(SourceValidation, OnlyPreroutingSeesEveryPacket) {
  EXPECT_THAT(found_in("ip", "input", {{kStrict, kDrop}}), IsEmpty());
  EXPECT_THAT(found_in("ip", "forward", {{kStrict, kDrop}}), IsEmpty());
}

TEST(SourceValidation, AChainForAddressTranslationSeesNewConnectionsAlone) {
  const auto ruleset = core::parse_json(
      "test", fmt::format(R"({{"nftables":[{{"chain":{{"family":"ip","table":"t","name":"c","type":"nat",)"
                          R"("hook":"prerouting"}}}},)"
                          R"({{"rule":{{"family":"ip","table":"t","chain":"c","expr":[{},{}]}}}}]}})",
                          kStrict, kDrop));
  ASSERT_TRUE(ruleset);
  EXPECT_THAT(find_source_validation(*ruleset), IsEmpty());
}

TEST(SourceValidation, ARuleOfAnyKindIsARule) {
  EXPECT_TRUE(has_rules(*core::parse_json("test", R"({"nftables":[{"rule":{"family":"ip","expr":[]}}]})")));
  EXPECT_FALSE(
      has_rules(*core::parse_json("test", R"({"nftables":[{"table":{"family":"ip","name":"t"}}]})")));
}

TEST(SourceValidation, JsonOfAnotherFormValidatesNothing) {
  for (
      const std::string_view text :
      {"null", "[]", "{}", R"({"nftables":{}})",
       R"({"nftables":[1,null,[],{"chain":3},{"rule":{"expr":1}}]})",
       R"({"nftables":[{"chain":{"hook":"prerouting","family":"ip"}},{"rule":{"family":"ip","expr":[1,{},[]]}}]})"}) {
    EXPECT_THAT(find_source_validation(*core::parse_json("test", text)), IsEmpty()) << text;
  }
}

struct Configuration {
  std::string_view text;
  std::optional<bool> is_strict;  // nothing where IPv6 is not validated
};
class FirewalldConf : public ::testing::TestWithParam<Configuration> {};

TEST_P(FirewalldConf, SaysHowIpv6SourcesAreValidated) {
  const auto validation = parse_firewalld_conf(GetParam().text);
  ASSERT_EQ(validation.has_value(), GetParam().is_strict.has_value());
  EXPECT_EQ(validation ? validation->is_strict : std::nullopt, GetParam().is_strict);
}

INSTANTIATE_TEST_SUITE_P(
    Values, FirewalldConf,
    ::testing::Values(Configuration{"", true}, Configuration{"IPv6_rpfilter=yes\n", true},
                      Configuration{"IPv6_rpfilter = Strict\n", true},
                      Configuration{"IPv6_rpfilter=bogus\n", true},
                      Configuration{"IPv6_rpfilter=loose\n", false},
                      Configuration{"IPv6_rpfilter=no\n", std::nullopt},
                      Configuration{"IPv6_rpfilter=false\n", std::nullopt},
                      Configuration{"IPv6_rpfilter=strict-forward\n", std::nullopt},
                      Configuration{"# IPv6_rpfilter=no\n", true},
                      Configuration{"IPv6_rpfilter=yes\nIPv6_rpfilter=no\n", std::nullopt}));

TEST(Firewalld, ItsSettingsCountOnlyWhereItStartsWithTheSystem) {
  const core::TemporaryDirectory directory;
  const core::SystemRoot root = *core::SystemRoot::capture(directory.path());
  directory.write("etc/firewalld/firewalld.conf", "IPv6_rpfilter=yes\n");
  EXPECT_FALSE(observe_firewalld(root));
  directory.link("etc/systemd/system/multi-user.target.wants/firewalld.service",
                 "/lib/systemd/system/firewalld.service");
  EXPECT_TRUE(observe_firewalld(root));
}

}  // namespace
}  // namespace portreeve::firewall
