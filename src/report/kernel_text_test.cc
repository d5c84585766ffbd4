#include "report/kernel_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/table.h"
#include "core/text.h"
#include "kernel/setting_for_tests.h"

namespace portreeve::report {
namespace {

using core::Family;
using kernel::setting;
using ::testing::HasSubstr;
using ::testing::Not;

// A host with the given interfaces, and every setting as recommended.
kernel::Settings hardened(const std::vector<std::string>& interfaces) {
  kernel::Settings settings;
  settings.set_ip_forward(0);
  std::vector<std::string> scopes{"all", "default"};
  for (const std::string& name : interfaces) {
    settings.add_interface({.index = 0, .name = name});
    scopes.push_back(name);
  }
  for (const kernel::Setting& key : kernel::catalogue()) {
    const bool is_of_host = key.combination == kernel::Combination::kHost;
    for (const std::string& scope : is_of_host ? std::vector<std::string>{""} : scopes)
      settings.set_own(key, scope, key.recommended);
  }
  return settings;
}

// The settings that the guide names, and shared_media.
std::vector<const kernel::Setting*> chosen_settings() {
  std::vector<const kernel::Setting*> chosen;
  for (const kernel::Setting& key : kernel::catalogue()) {
    if (key.level == kernel::Level::kGuide || key.name == "shared_media") chosen.push_back(&key);
  }
  return chosen;
}

std::string text_of(const kernel::Settings& settings, std::size_t width = core::Table::kUnlimited) {
  return kernel_text(settings, chosen_settings(), width);
}

TEST(KernelText, InterfacesThatAgreeShareARow) {
  EXPECT_EQ(text_of(hardened({"eth0", "eth1"})),
            "IPv4, ip_forward 0\n"
            "  SETTING              WANTED  ALL  OWN  IN FORCE  WHERE\n"
            "  accept_source_route  0       0    0    0         default, eth0, eth1\n"
            "  forwarding           0       0    0    0         default, eth0, eth1\n"
            "  mc_forwarding        0       0    0    0         default, eth0, eth1\n"
            "  accept_redirects     0       0    0    0         default, eth0, eth1\n"
            "  secure_redirects     0       0    0    0         default, eth0, eth1\n"
            "  shared_media         0       0    0    0         default, eth0, eth1\n"
            "  send_redirects       0       0    0    0         default, eth0, eth1\n"
            "  rp_filter            1       1    1    1         default, eth0, eth1\n"
            "\n"
            "IPv6\n"
            "  SETTING              WANTED  ALL  OWN  IN FORCE  WHERE\n"
            "  accept_source_route  0       0    0    0         default, eth0, eth1\n"
            "  forwarding           0       0    0    0         all, default, eth0, eth1\n"
            "  mc_forwarding        0       0    0    0         all, default, eth0, eth1\n"
            "  accept_redirects     0       0    0    0         default, eth0, eth1\n"
            "  seg6_enabled         0       0    0    0         default, eth0, eth1\n"
            "  force_forwarding     0       0    0    0         default, eth0, eth1\n");
}

TEST(KernelText, ASettingOfTheHostHasNoNumberInAll) {
  EXPECT_EQ(kernel_text(hardened({"eth0"}), {&setting(Family::kIpv4, "tcp_syncookies")}, 80),
            "IPv4, ip_forward 0\n"
            "  SETTING         WANTED  ALL  OWN  IN FORCE  WHERE\n"
            "  tcp_syncookies  1            1    1         the host\n");
}

TEST(KernelText, WhatTheKernelDoesNotHaveIsLeftOut) {
  kernel::Settings settings;
  settings.set_own(setting(Family::kIpv6, "forwarding"), "all", 0);
  EXPECT_THAT(text_of(settings), Not(HasSubstr("force_forwarding")));
}

TEST(KernelText, WhatOnlyAStrictPolicyWantsHasAMarkOfItsOwn) {
  kernel::Settings settings = hardened({"eth0"});
  settings.set_own(setting(Family::kIpv4, "shared_media"), "eth0", 1);
  const std::string text = text_of(settings);
  EXPECT_THAT(text, HasSubstr("~  shared_media         0       0    1    1         eth0\n"));
  EXPECT_THAT(text, HasSubstr("~ is not as a strict policy wants it.\n"));
}

TEST(KernelText, WhatIsNotAsRecommendedIsMarkedWhereItIs) {
  kernel::Settings settings = hardened({"eth0", "eth1", "lo"});
  settings.set_own(setting(Family::kIpv4, "rp_filter"), "all", 0);
  settings.set_own(setting(Family::kIpv4, "rp_filter"), "eth1", 0);
  settings.set_own(setting(Family::kIpv4, "rp_filter"), "lo", 0);
  const std::string text = text_of(settings);
  EXPECT_THAT(text, HasSubstr("   rp_filter            1       0    1    1         default, eth0\n"
                              "!  rp_filter            1       0    0    0         eth1\n"
                              "   rp_filter            1       0    0    0         lo\n"));
  EXPECT_THAT(text, HasSubstr("\n! is not as recommended.\n"));
}

TEST(KernelText, WhereOnlyAllIsReadItIsAllThatIsMarked) {
  kernel::Settings settings = hardened({"eth0"});
  settings.set_own(setting(Family::kIpv6, "forwarding"), "all", 1);
  EXPECT_THAT(text_of(settings),
              HasSubstr("!  forwarding           0       1    1    1         all\n"
                        "   forwarding           0       1    0    1         default, eth0\n"));
}

TEST(KernelText, AValueThatIsNotReadIsInBrackets) {
  kernel::Settings settings = hardened({"eth0"});
  EXPECT_THAT(text_of(settings), Not(HasSubstr("brackets")));
  settings.set_own(setting(Family::kIpv4, "shared_media"), "eth0", 1);
  EXPECT_THAT(text_of(settings), HasSubstr("secure_redirects     0       0    0    (0)       eth0\n"));
  EXPECT_THAT(text_of(settings), HasSubstr("A value in brackets is not read, because shared_media is on.\n"));
}

TEST(KernelText, WhatIsNotKnownIsAQuestionMark) {
  kernel::Settings settings;
  settings.add_interface({.index = 0, .name = "eth0"});
  settings.set_own(setting(Family::kIpv4, "send_redirects"), "eth0", 1);
  EXPECT_THAT(text_of(settings), HasSubstr("send_redirects  0       ?    1    ?         eth0\n"));
  EXPECT_THAT(text_of(settings), HasSubstr("IPv4, ip_forward ?\n"));
}

TEST(KernelText, AFamilyWithoutSettingsSaysSo) {
  EXPECT_EQ(text_of(kernel::Settings()), "IPv4: no settings were seen\n\nIPv6: no settings were seen\n");
}

TEST(KernelText, ALongListOfInterfacesGoesOnBelowWithinTheTerminal) {
  std::vector<std::string> names;
  for (int number = 10; number < 74; ++number)
    names.push_back("veth" + std::to_string(number));
  const std::string text = text_of(hardened(names), 80);
  for (const std::string_view line : core::split(text, '\n'))
    EXPECT_LE(line.size(), 80U) << line;
  for (const std::string& name : names)
    EXPECT_THAT(text, HasSubstr(name));
}

TEST(KernelText, NamesOfInterfacesAreMadePrintable) {
  EXPECT_THAT(text_of(hardened({"a\x1b[31m"})), HasSubstr("default, a\\x1b[31m\n"));
}

}  // namespace
}  // namespace portreeve::report
