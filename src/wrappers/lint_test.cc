#include "wrappers/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/linted_host_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Lint, ACleanPairOfFilesHasNoProblems) {
  LintedHost host;
  host.rules("vsftpd : 192.0.2.0/255.255.255.0 [2001:db8::]/32 .example.com : banners /etc/banners/\n",
             "ALL : 206.182.68.0/24 : spawn /bin/echo `date` %c %d >> /var/log/intruder_alert\nALL: ALL\n");
  EXPECT_THAT(host.problems(), IsEmpty());
}

TEST(Lint, AHostWithoutRulesAndWithoutDaemonsThatAskIsNotWrong) {
  LintedHost host;
  host.request.daemons = {{"sshd", "/usr/sbin/sshd", Obedience::kIgnores}};
  EXPECT_FALSE(host.observe().value.is_in_use);
  EXPECT_THAT(host.problems(), IsEmpty());
  host.rules("# nothing but comments\n", "\n");
  EXPECT_FALSE(host.observe().value.is_in_use);
  EXPECT_THAT(host.problems(), IsEmpty());
}

TEST(Lint, ADaemonThatAsksWithoutRulesLetsEverybodyIn) {
  const LintedHost host;
  EXPECT_TRUE(host.observe().value.is_in_use);
  EXPECT_EQ(host.problems("wrap.no_default_deny").size(), 1u);
}

TEST(Lint, AProblemHasItsPlaceItsWordsAndWhatToDo) {
  LintedHost host;
  host.rules("# c\nvsftpd: 192.0.2.9/24, \\\n  10.\n", kClosed);
  const auto found = host.problems();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].file, "/etc/hosts.allow");
  EXPECT_EQ(found[0].line, 3);
  EXPECT_EQ(found[0].text, "192.0.2.9/24");
  EXPECT_EQ(found[0].remedy, "write 192.0.2.0/24");
  EXPECT_EQ(found[0].grade, Grade::kError);
}

TEST(Lint, NothingAfterAnUnterminatedLineIsRead) {
  LintedHost host;
  const std::string line = "vsftpd: " + std::string(2100, 'a') + "\n";
  host.rules(line + "nocolon\n", kClosed);
  const auto found = host.problems();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "wrap.unterminated_line");
  EXPECT_EQ(found[0].line, 1);
  EXPECT_EQ(found[0].original.line, 0);
}

TEST(Lint, ASwallowedLineThatIsARuleIsAnError) {
  LintedHost host;
  host.rules("# a \\\nvsftpd: ALL\n# b \\\nmore\n", kClosed);
  const auto found = host.problems("wrap.swallowed_line");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].grade, Grade::kError);
  EXPECT_EQ(found[0].text, "vsftpd: ALL");
  EXPECT_EQ(found[1].grade, Grade::kWarning);
}

TEST(Lint, ADirectoryInPlaceOfATableIsAnError) {
  LintedHost host;
  host.write("etc/hosts.deny/file", "");
  host.write("etc/hosts.allow", kClosed);
  EXPECT_EQ(host.problems("wrap.table_is_directory").size(), 1u);
}

TEST(Lint, ATableThatCannotBeOpenedIsAnError) {
  LintedHost host;
  core::TemporaryDirectory directory;
  directory.link("etc/hosts.deny", "hosts.deny");
  const auto observed = lint(*core::SystemRoot::capture(directory.path()), host.request);
  EXPECT_EQ(observed.value.problems.at(0).id, "wrap.unreadable_table");
}

TEST(Lint, FilesThatOthersMayWriteAreErrors) {
  struct Try {
    std::string_view file;
    std::string_view id;
  };
  for (const Try& tried :
       {Try{"etc/hosts.allow", "wrap.table_writable"}, Try{"etc/list", "wrap.pattern_file_writable"},
        Try{"etc/banners/vsftpd", "wrap.banner_writable"}, Try{"bin/echo", "wrap.command_writable"}}) {
    LintedHost host;
    host.write("etc/list", "192.0.2.1\n");
    host.rules("vsftpd: /etc/list : banners /etc/banners : spawn /bin/echo\n", kClosed);
    host.mode(tried.file, 0755);
    EXPECT_THAT(host.problems(tried.id), IsEmpty()) << tried.id;
    host.mode(tried.file, 0757);
    ASSERT_EQ(host.problems(tried.id).size(), 1u) << tried.id;
    EXPECT_THAT(host.problems(tried.id)[0].effect, HasSubstr("is writable by everybody"));
  }
}

TEST(Lint, ADirectoryAboveAFileThatOthersMayWriteCountsAsWell) {
  LintedHost host;
  host.rules("vsftpd: ALL: spawn /bin/echo\n", kClosed);
  host.mode("bin", 0777);
  const auto found = host.problems("wrap.command_writable");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].effect, HasSubstr("/bin is writable by everybody"));
  host.mode("bin", 01777);  // whoever may write there may not replace root's file
  EXPECT_THAT(host.problems("wrap.command_writable"), IsEmpty());
}

TEST(Lint, ProblemsOfAPatternFileAreToldWithItsLines) {
  LintedHost host;
  host.write("etc/list", "192.0.2.1\n\n# all of them\n192.0.2.9/24\nALL EXCEPT alice@192.0.2.1\n");
  host.rules("vsftpd: /etc/list\nin.ftpd: /etc/list\n", kClosed);
  const auto hashes = host.problems("wrap.hash_in_pattern_file");
  ASSERT_EQ(hashes.size(), 1u);
  EXPECT_EQ(hashes[0].file, "/etc/list");
  EXPECT_EQ(hashes[0].line, 3);
  EXPECT_EQ(host.problems("wrap.network_has_host_bits").at(0).line, 4);
  EXPECT_EQ(host.problems("wrap.pattern_file_syntax").size(), 2u);
  host.write("etc/list", "192.0.2.1\n192.0.2.0/24\n");
  EXPECT_THAT(host.problems("wrap.hash_in_pattern_file"), IsEmpty());
  EXPECT_THAT(host.problems("wrap.pattern_file_syntax"), IsEmpty());
}

TEST(Lint, APatternFileThatNamesItselfIsReadOnce) {
  LintedHost host;
  host.write("etc/list", "/etc/list 192.0.2\n");
  host.rules("vsftpd: /etc/list\n", kClosed);
  EXPECT_EQ(host.problems("wrap.bad_address").size(), 1u);
}

struct Banner {
  std::string_view text;
  std::string_view given_away;  ///< empty: nothing
};

class LintBanner : public ::testing::TestWithParam<Banner> {};

TEST_P(LintBanner, TellsOfSoftwareAndVersions) {
  LintedHost host;
  host.write("etc/banners/vsftpd", GetParam().text);
  host.rules("vsftpd: ALL: banners /etc/banners\n", kClosed);
  const auto found = host.problems("wrap.banner_reveals_version");
  ASSERT_EQ(found.empty(), GetParam().given_away.empty());
  if (found.empty()) return;
  EXPECT_EQ(found[0].text, GetParam().given_away);
  EXPECT_EQ(found[0].file, "/etc/banners/vsftpd");
}

INSTANTIATE_TEST_SUITE_P(Texts, LintBanner,
                         ::testing::Values(Banner{"220 (vsFTPd 3.0.3)\n", "vsFTPd 3.0.3"},
                                           Banner{"SSH-2.0-OpenSSH_9.2p1\n", "SSH-2.0"},
                                           Banner{"welcome to OpenSSH\n", "OpenSSH"},
                                           Banner{"FooServe/1.2 ready\n", "FooServe/1.2"},
                                           Banner{"Foo v2.11\n", "Foo v2.11"},
                                           Banner{"Welcome to 192.0.2.1.\n", ""},
                                           Banner{"220-All activity on ftp.example.com is logged.\n", ""},
                                           Banner{"mail to root@debian.example.org\n", ""},
                                           Banner{"at most 3.5 hours\n", "most 3.5"}, Banner{"", ""},
                                           Banner{"1.", ""}, Banner{".5 1.2\n", ""}));

TEST(Lint, AServiceThatInetdStartsDirectlyMayNotBeWrapped) {
  LintedHost host;
  host.request.super_servers.inetd_file = "/etc/inetd.conf";
  host.request.super_servers.services = {{"in.ftpd", "/usr/sbin/in.ftpd", false},
                                         {"in.tftpd", "/usr/sbin/in.tftpd", true}};
  host.rules("in.ftpd: ALL\nin.tftpd: ALL\n", kClosed);
  const auto found = host.problems("wrap.not_wrapped");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "in.ftpd");
  EXPECT_THAT(host.problems("wrap.unknown_daemon"), IsEmpty());
}

TEST(Lint, ARuleForADaemonThatIsStartedThroughTcpdIsNotInert) {
  LintedHost host;
  host.request.super_servers.services = {{"sshd", "/usr/sbin/sshd", true}};
  host.rules("sshd: ALL\n", kClosed);
  EXPECT_THAT(host.problems("wrap.inert_rule"), IsEmpty());
}

TEST(Lint, WhereOneOfTwoDaemonsOfANameAsksNoRuleIsInert) {
  LintedHost host;
  host.request.daemons.push_back({"sshd", "/opt/sshd", Obedience::kUnclear});
  host.rules("sshd: ALL\n", kClosed);
  EXPECT_THAT(host.problems("wrap.inert_rule"), IsEmpty());
}

TEST(Lint, ANameIsOnlyUnknownWhenAllDaemonsWereSeen) {
  LintedHost host;
  host.request.all_daemons_seen = false;
  host.rules("vsftp: ALL\n", kClosed);
  EXPECT_THAT(host.problems("wrap.unknown_daemon"), IsEmpty());
}

TEST(Lint, RulesThatGrantWithoutSayingSoAreNamedOnRequestAlone) {
  LintedHost host;
  host.rules("vsftpd: 192.0.2.1\nvsftpd: 192.0.2.2: allow\n", kClosed);
  EXPECT_THAT(host.problems("wrap.implicit_allow"), IsEmpty());
  host.request.names_allowing_rules = true;
  const auto found = host.problems("wrap.implicit_allow");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 1);
}

TEST(Lint, WhatTcpdchkLooksForHasItsWords) {
  LintedHost host;
  host.rules("vsftpd: FAIL\nvsftpd: ALL: bogus\nvsftpd: 192.0\n", kClosed);
  const auto found = host.problems();
  ASSERT_GE(found.size(), 3u);
  EXPECT_THAT(found[0].original.texts,
              ElementsAre("FAIL is no longer recognized", "(use EXCEPT or DENY instead)"));
  EXPECT_THAT(host.problems("wrap.bad_option").at(0).original.texts,
              ElementsAre("bad option name: \"bogus\""));
  EXPECT_TRUE(host.problems("wrap.bad_option").at(0).original.is_error);
  EXPECT_THAT(host.problems("wrap.bad_address").at(0).original.texts, IsEmpty());
}

TEST(Lint, ManyRulesForSingleClientsAreComparedInReasonableTime) {
  LintedHost host;
  std::string deny;
  for (int i = 0; i < 20000; ++i)
    deny += "ALL: 10." + std::to_string(i / 250) + ".1." + std::to_string(1 + i % 250) + "\n";
  host.rules("", deny + "vsftpd: 10.0.1.1\nALL: ALL\n");
  const auto found = host.problems();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "wrap.shadowed_rule");
  EXPECT_EQ(found[0].line, 20001);
}

}  // namespace
}  // namespace portreeve::wrappers
