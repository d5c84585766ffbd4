#include "report/rpfilter_text.h"

#include <cerrno>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::report {
namespace {

using core::Family;
using firewall::Mechanism;
using ::testing::EndsWith;
using ::testing::HasSubstr;

core::Observed<firewall::Firewall> firewall_with(std::vector<firewall::SourceValidation> validations) {
  core::Observed<firewall::Firewall> observed;
  observed.value = {std::move(validations), true};
  return observed;
}

TEST(RpfilterText, ShowsTheModeThatIsInForceOnEachInterface) {
  const kernel::Setting& rp_filter = *kernel::find_setting(Family::kIpv4, "rp_filter");
  kernel::Settings settings;
  settings.add_interface({.index = 0, .name = "eth0"});
  settings.add_interface({.index = 0, .name = "eth1"});
  settings.set_own(rp_filter, "all", 0);
  settings.set_own(rp_filter, "default", 0);
  settings.set_own(rp_filter, "eth0", 1);
  settings.set_own(rp_filter, "eth1", 2);
  EXPECT_EQ(rpfilter_text(settings, {}),
            "IPv4\n"
            "  INTERFACE  OWN  ALL  IN FORCE\n"
            "  default    0    0    0 off\n"
            "  eth0       1    0    1 strict\n"
            "  eth1       2    0    2 loose\n"
            "  firewall: it has no rules\n"
            "\n"
            "IPv6\n"
            "  kernel: it has no rp_filter for IPv6\n"
            "  firewall: it has no rules\n");
}

TEST(RpfilterText, NamesTheRulesOfTheFirewallForEachFamily) {
  const std::string text = rpfilter_text(
      {}, firewall_with({{Family::kIpv4, Mechanism::kNftablesFib, false, "table ip a, chain b"},
                         {Family::kIpv6, Mechanism::kNftablesFib, true, "table inet c, chain d"},
                         {Family::kIpv6, Mechanism::kIptablesRpfilter, {}, "table ip6 \x1b"}}));
  EXPECT_THAT(text, HasSubstr("  firewall: loose, nftables fib rule in table ip a, chain b\n\nIPv6\n"));
  EXPECT_THAT(text, EndsWith("  firewall: strict, nftables fib rule in table inet c, chain d\n"
                             "  firewall: strict or loose, iptables rpfilter match in table ip6 \\x1b\n"));
}

TEST(RpfilterText, RulesWithoutValidationAreNotNoRules) {
  EXPECT_THAT(rpfilter_text({}, firewall_with({})),
              EndsWith("  firewall: none of its rules validates sources\n"));
}

TEST(RpfilterText, WhatWasNotSeenIsNotTakenForNone) {
  core::Observed<firewall::Firewall> unseen;
  unseen.miss("the rules", core::system_error("list", "the rules", EPERM));
  EXPECT_THAT(rpfilter_text({}, unseen),
              EndsWith("  firewall: not known, as not all of its rules were seen\n"));
}

}  // namespace
}  // namespace portreeve::report
