#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/linted_host_for_tests.h"

// Each problem that one line or two can show, with the line that is as much like it as possible and has none.

namespace portreeve::wrappers {
namespace {

using ::testing::IsEmpty;

/// Rules that have a problem, and rules as much like them as possible that have not.
struct Case {
  std::string_view id;
  std::string_view allow;
  std::string_view deny;
  std::string_view near_allow;
  std::string_view near_deny;
};

std::ostream& operator<<(std::ostream& out, const Case& tried) {
  return out << tried.id << ": " << tried.allow << tried.deny;
}

class LintCase : public ::testing::TestWithParam<Case> {};

TEST_P(LintCase, TellsOfTheProblemAndNotOfTheNearMiss) {
  const Case& tried = GetParam();
  LintedHost host;
  host.rules(tried.allow, tried.deny);
  const auto found = host.problems(tried.id);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].effect, ::testing::Not(IsEmpty()));
  EXPECT_THAT(found[0].remedy, ::testing::Not(IsEmpty()));
  host.rules(tried.near_allow, tried.near_deny);
  EXPECT_THAT(host.problems(tried.id), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Lines, LintCase,
    ::testing::Values(
        Case{"wrap.missing_separator", "vsftpd ALL\n", kClosed, "vsftpd : ALL\n", kClosed},
        Case{"wrap.missing_separator", "[vsftpd: ALL\n", kClosed, "vsftpd: [::1]\n", kClosed},
        Case{"wrap.unterminated_line", "vsftpd: ALL", kClosed, "vsftpd: ALL\n", kClosed},
        Case{"wrap.unterminated_line", "", "# the end", "", "# the end\n"},
        Case{"wrap.swallowed_line", "# list \\\nvsftpd: ALL\n", kClosed, "# list \\ \nvsftpd: ALL\n",
             kClosed},
        Case{"wrap.zero_byte", {"vsftpd: ALL\0x\n: allow\n", 22}, kClosed, "vsftpd: ALL\n", kClosed},
        Case{"wrap.byte_order_mark", "\xef\xbb\xbfvsftpd: ALL\n", kClosed, "vsftpd: ALL\n", kClosed},
        Case{"wrap.hash_in_rule", " # vsftpd: ALL\n", kClosed, "# vsftpd: ALL\n", kClosed},
        Case{"wrap.hash_in_rule", "vsftpd: 192.0.2.1 # gate\n", kClosed, "vsftpd: 192.0.2.1 gate#\n",
             kClosed},
        Case{"wrap.empty_list", "vsftpd:\n", kClosed, "vsftpd: ALL\n", kClosed},
        Case{"wrap.empty_list", ": ALL\n", kClosed, "ALL: ALL\n", kClosed},
        Case{"wrap.empty_list", "vsftpd: ALL EXCEPT\n", kClosed, "vsftpd: ALL EXCEPT 192.0.2.1\n", kClosed},
        Case{"wrap.except_first", "vsftpd: EXCEPT 192.0.2.1\n", kClosed, "vsftpd: ALL EXCEPT 192.0.2.1\n",
             kClosed},
        Case{"wrap.trailing_comma", "vsftpd,: ALL\n", kClosed, "vsftpd, ALL: ALL\n", kClosed},
        Case{"wrap.misspelt_keyword", "vsftpd: ALL EXEPT 192.0.2.1\n", kClosed,
             "vsftpd: ALL except 192.0.2.1\n", kClosed},
        Case{"wrap.misspelt_keyword", "vsftpd: PARANIOD\n", kClosed, "vsftpd: KNOWN UNKNOWN PARANOID\n",
             kClosed},
        Case{"wrap.misspelt_keyword", "vsftpd: LOCALL\n", kClosed, "vsftpd: FOCAL.\n", kClosed},
        Case{"wrap.stray_character", "vsftpd: 192.0.2.1;192.0.2.2\n", kClosed,
             "vsftpd: 192.0.2.1,192.0.2.2\n", kClosed},
        Case{"wrap.fail_keyword", "vsftpd: FAIL\n", kClosed, "vsftpd: fail.example\n", kClosed}));

INSTANTIATE_TEST_SUITE_P(
    Daemons, LintCase,
    ::testing::Values(Case{"wrap.daemon_name", "@group: ALL\n", kClosed, "vsftpd@192.0.2.1: ALL\n", kClosed},
                      Case{"wrap.daemon_name", "/usr/sbin/vsftpd: ALL\n", kClosed, "vsftpd: ALL\n", kClosed},
                      Case{"wrap.daemon_name", ".ftpd: ALL\n", kClosed, "in.ftpd: ALL\n", kClosed},
                      Case{"wrap.daemon_name", "in.: ALL\n", kClosed, "in.*: ALL\n", kClosed},
                      Case{"wrap.daemon_name", "LOCAL: ALL\n", kClosed, "ALL: LOCAL\n", kClosed},
                      Case{"wrap.port_wraps_around", "4294967318: ALL\n", kClosed, "22: ALL\n", kClosed},
                      Case{"wrap.port_out_of_range", "65536: ALL\n", kClosed, "65535: ALL\n", kClosed},
                      Case{"wrap.unknown_daemon", "vsftp: ALL\n", kClosed, "vsftpd: ALL\n", kClosed},
                      Case{"wrap.unknown_daemon", "telnet: ALL\n", kClosed, "21 in.* mountd: ALL\n", kClosed},
                      Case{"wrap.inert_rule", "sshd: 192.0.2.\n", kClosed, "vsftpd: 192.0.2.\n", kClosed}));

INSTANTIATE_TEST_SUITE_P(
    Clients, LintCase,
    ::testing::Values(
        Case{"wrap.user_pattern", "vsftpd: LOCAL@192.0.2.1\n", kClosed, "vsftpd: KNOWN@192.0.2.1\n", kClosed},
        Case{"wrap.user_pattern", "vsftpd: @admins@192.0.2.1\n", kClosed, "vsftpd: admins@192.0.2.1\n",
             kClosed},
        Case{"wrap.user_pattern", "vsftpd: /etc/users@192.0.2.1\n", kClosed, "vsftpd: ALL@192.0.2.1\n",
             kClosed},
        Case{"wrap.empty_host", "vsftpd: alice@\n", kClosed, "vsftpd: alice@ALL\n", kClosed},
        Case{"wrap.domain_ends_in_dot", "vsftpd: example.com.\n", kClosed, "vsftpd: .example.com\n", kClosed},
        Case{"wrap.network_begins_with_dot", "vsftpd: .192.0.2\n", kClosed, "vsftpd: 192.0.2.\n", kClosed},
        Case{"wrap.bad_network", "vsftpd: example.com/24\n", kClosed, "vsftpd: 192.0.2.0/24\n", kClosed},
        Case{"wrap.bad_network", "vsftpd: 192.0.*/24\n", kClosed, "vsftpd: [2001:db8::]/32\n", kClosed},
        Case{"wrap.network_mask_is_bad", "vsftpd: 192.0.2.0/33\n", kClosed, "vsftpd: 192.0.2.0/32\n",
             kClosed},
        Case{"wrap.network_mask_is_bad", "vsftpd: 0.0.0.0/0\n", kClosed, "vsftpd: 0.0.0.0/0.0.0.0\n",
             kClosed},
        Case{"wrap.network_mask_is_bad", "vsftpd: [2001:db8::]/129\n", kClosed, "vsftpd: [2001:db8::]/128\n",
             kClosed},
        Case{"wrap.network_has_host_bits", "vsftpd: 192.0.2.1/24\n", kClosed, "vsftpd: 192.0.2.0/24\n",
             kClosed},
        Case{"wrap.network_has_host_bits", "vsftpd: 192.0.2.1/255.255.255.0\n", kClosed,
             "vsftpd: [2001:db8::1]/32\n", kClosed},
        Case{"wrap.network_length_is_junk", "vsftpd: [2001:db8::]/junk\n", kClosed,
             "vsftpd: [2001:db8::]/32junk\n", kClosed},
        Case{"wrap.network_length_is_junk", "vsftpd: [2001:db8::]/\n", kClosed, "vsftpd: [2001:db8::]\n",
             kClosed},
        Case{"wrap.mapped_client", "", "vsftpd: [::]/0\n", "", "vsftpd: [2000::]/3\n"},
        Case{"wrap.mapped_client", "", "vsftpd: [::ffff:10.0.0.0]/104\n", "",
             "vsftpd: [::fffe:10.0.0.0]/104\n"},
        Case{"wrap.mapped_client", "vsftpd: [::ffff:192.0.2.1]\n", kClosed, "vsftpd: 192.0.2.1\n", kClosed},
        Case{"wrap.address_glob_hits_name", "vsftpd: 192.0.2.*\n", kClosed, "vsftpd: *.example.com\n",
             kClosed},
        Case{"wrap.bad_address", "vsftpd: 192.0\n", kClosed, "vsftpd: 192.0.\n", kClosed},
        Case{"wrap.bad_address", "vsftpd: 300.0.2.1\n", kClosed, "vsftpd: 192.0.2.1\n", kClosed},
        Case{"wrap.bad_address", "vsftpd: 192.0.2.01\n", kClosed, "vsftpd: 192.0.2.10\n", kClosed},
        Case{"wrap.network_without_mask", "", "ALL: 206.182.68.0\n", "", "ALL: 206.182.68.0/24\n"},
        Case{"wrap.unbracketed_ipv6", "vsftpd: 2001:db8::7\n", kClosed, "vsftpd: [2001:db8::7]\n", kClosed},
        Case{"wrap.unbracketed_ipv6", "vsftpd: ::1/128 : allow\n", kClosed, "vsftpd: ALL: allow\n", kClosed},
        Case{"wrap.length_in_brackets", "vsftpd: [2001:db8::/32]\n", kClosed, "vsftpd: [2001:db8::]/32\n",
             kClosed},
        Case{"wrap.bad_ipv6_address", "vsftpd: [192.0.2.1]\n", kClosed, "vsftpd: [2001:db8::1]\n", kClosed},
        Case{"wrap.unreadable_pattern_file", "vsftpd: /etc/nothing\n", kClosed, "vsftpd: /etc/group\n",
             kClosed},
        Case{"wrap.unreadable_pattern_file", "vsftpd: /etc/banners\n", kClosed, "vsftpd: /elsewhere/list\n",
             kClosed}));

INSTANTIATE_TEST_SUITE_P(
    Options, LintCase,
    ::testing::Values(
        Case{"wrap.bad_option", "vsftpd: ALL: bogus\n", kClosed, "vsftpd: ALL: allow\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: spawn\n", kClosed, "vsftpd: ALL: spawn echo\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: allow : severity info\n", kClosed,
             "vsftpd: ALL: severity info : allow\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL:\n", kClosed, "vsftpd: ALL\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: severity authpriv.info\n", kClosed,
             "vsftpd: ALL: severity auth.info\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: umask 8\n", kClosed, "vsftpd: ALL: umask 077\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: nice x\n", kClosed, "vsftpd: ALL: nice -5\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: linger -1\n", kClosed, "vsftpd: ALL: linger 0\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: rfc931 0\n", kClosed, "vsftpd: ALL: rfc931\n", kClosed},
        Case{"wrap.bad_option", "vsftpd: ALL: setenv A=b\n", kClosed, "vsftpd: ALL: setenv A b\n", kClosed},
        Case{"wrap.old_shell_command", "", "ALL: ALL: (/usr/sbin/safe_finger -l @%h) &\n", "",
             "ALL: ALL: spawn (/usr/sbin/safe_finger -l @%h) &\n"},
        Case{"wrap.unknown_user", "vsftpd: ALL: user bob\n", kClosed, "vsftpd: ALL: user alice\n", kClosed},
        Case{"wrap.unknown_group", "vsftpd: ALL: user alice.wheel\n", kClosed,
             "vsftpd: ALL: user alice.staff\n", kClosed},
        Case{"wrap.unknown_group", "vsftpd: ALL: group wheel\n", kClosed, "vsftpd: ALL: group staff\n",
             kClosed},
        Case{"wrap.unknown_expansion", "vsftpd: ALL: spawn /bin/echo %z\n", kClosed,
             "vsftpd: ALL: spawn /bin/echo %h %%z\n", kClosed},
        Case{"wrap.failed_aclexec", "", "vsftpd: ALL: aclexec /bin/echo\nALL: ALL\n",
             "vsftpd: ALL: aclexec /bin/echo\n", kClosed},
        Case{"wrap.aclexec_is_ignored", "vsftpd: ALL: aclexec /bin/echo : allow\n", kClosed,
             "vsftpd: ALL: aclexec /bin/echo\n", kClosed},
        Case{"wrap.command_not_absolute", "vsftpd: ALL: spawn mail root\n", kClosed,
             "vsftpd: ALL: spawn echo root\n", kClosed},
        Case{"wrap.command_not_absolute", "vsftpd: ALL: spawn /bin/echo | mail root\n", kClosed,
             "vsftpd: ALL: spawn /bin/echo `date` '| mail' >> /tmp/log 2>&1\n", kClosed},
        Case{"wrap.command_missing", "vsftpd: ALL: spawn /bin/ecko x\n", kClosed,
             "vsftpd: ALL: spawn /bin/echo x\n", kClosed},
        Case{"wrap.command_missing", "vsftpd: ALL: twist A=b exec /bin/ecko\n", kClosed,
             "vsftpd: ALL: twist A=b exec /opt/echo\n", kClosed},
        Case{"wrap.banner_missing", "vsftpd: ALL: banners /etc/banner\n", kClosed,
             "vsftpd: ALL: banners /etc/banners/\n", kClosed},
        Case{"wrap.banner_missing", "in.ftpd: ALL: banners /etc/banners\n", kClosed,
             "ALL: ALL: banners /etc/banners\n", kClosed},
        Case{"wrap.banner_missing", "vsftpd: ALL: banners banners\n", kClosed,
             "vsftpd: ALL: banners /srv/banners\n", kClosed}));

INSTANTIATE_TEST_SUITE_P(
    Order, LintCase,
    ::testing::Values(
        Case{"wrap.shadowed_rule", "", "ALL: ALL\nvsftpd: 192.0.2.1\n", "", "vsftpd: 192.0.2.1\nALL: ALL\n"},
        Case{"wrap.shadowed_rule", "vsftpd: 192.0.2.1\nVSFTPD: 192.0.2.1\n", kClosed,
             "vsftpd: 192.0.2.1\nvsftpd: 192.0.2.2\n", kClosed},
        Case{"wrap.shadowed_rule", "ALL: 192.0.2.\nvsftpd: 192.0.2.128/25\n", kClosed,
             "ALL: 192.0.2.\nvsftpd: 192.0.0.0/16\n", kClosed},
        Case{"wrap.shadowed_rule", "ALL: [2001:db8::]/32\nvsftpd: [2001:db8:1::7]\n", kClosed,
             "ALL: [2001:db8::]/32\nvsftpd: [2001:db9::7]\n", kClosed},
        Case{"wrap.shadowed_rule", "ALL: .example.com\nvsftpd: a.example.com .b.example.com\n", kClosed,
             "ALL: .example.com\nvsftpd: a.example.com example.com\n", kClosed},
        Case{"wrap.shadowed_rule", "vsftpd: .example.com\nvsftpd: alice@a.example.com\n", kClosed,
             "vsftpd: alice@.example.com\nvsftpd: a.example.com\n", kClosed},
        Case{"wrap.shadowed_rule", "ALL: ALL\nvsftpd: ALL EXCEPT 192.0.2.1\n", "",
             "ALL: ALL EXCEPT 192.0.2.1\nvsftpd: ALL\n", ""},
        Case{"wrap.shadowed_rule", "ALL: ALL: severity info\nvsftpd: ALL\n", "",
             "ALL: ALL: aclexec /bin/echo\nvsftpd: ALL\n", ""},
        Case{"wrap.shadowed_rule", "ALL: ALL\n", "vsftpd: 192.0.2.1\n", "vsftpd: ALL\n",
             "in.ftpd: 192.0.2.1\n"},
        Case{"wrap.shadowed_rule", "vsftpd@ALL: ALL\nvsftpd@ALL: 192.0.2.1\n", kClosed,
             "vsftpd@192.0.2.7: ALL\nvsftpd: 192.0.2.1\n", kClosed},
        Case{"wrap.no_default_deny", "vsftpd: ALL\n", "", "vsftpd: ALL\n", kClosed},
        Case{"wrap.no_default_deny", "vsftpd: ALL\nALL: ALL: allow\n", "", "vsftpd: ALL\nALL: ALL: deny\n",
             ""},
        Case{"wrap.no_default_deny", "", "ALL EXCEPT sshd: ALL\n", "", "ALL: ALL EXCEPT 192.0.2.1\n"},
        Case{"wrap.no_default_deny", "", "ALL: ALL: aclexec /bin/echo\n", "", "ALL: ALL: spawn /bin/echo\n"},
        Case{"wrap.no_default_deny", "", "ALL: PARANOID\n", "", "all: all\n"}));

}  // namespace
}  // namespace portreeve::wrappers
