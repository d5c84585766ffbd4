#include "wrappers/reach.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

// The rule files and pattern files of a host.
struct Host {
  std::string allow;
  std::string deny = "ALL: ALL\n";
  std::map<std::string, std::string> pattern_files = {};
};

Reach who(const Host& host, std::string_view daemon = "sshd") {
  const Tables tables;
  const std::vector<RuleTexts::File> files{{std::string(tables.allow), host.allow, "", false},
                                           {std::string(tables.deny), host.deny, "", false}};
  return who_may_connect(files, tables, daemon, [&host](const std::string& path) {
    const auto found = host.pattern_files.find(path);
    return found == host.pattern_files.end() ? make_file_text({}, ENOENT) : make_file_text(found->second);
  });
}

std::vector<std::string> shown(const AddressSet& ipv4, const AddressSet& ipv6) {
  std::vector<std::string> texts;
  for (const AddressSet* const set : {&ipv4, &ipv6}) {
    for (const core::Prefix& prefix : set->prefixes())
      texts.push_back(prefix.to_string());
  }
  return texts;
}

std::vector<std::string> allowed(const Reach& reach) {
  return shown(reach.ipv4_allowed, reach.ipv6_allowed);
}

std::vector<std::string> depends(const Reach& reach) {
  return shown(reach.ipv4_depends, reach.ipv6_depends);
}

TEST(Reach, IsEverybodyWithoutRules) {
  EXPECT_THAT(allowed(who({"", ""})), ElementsAre("0.0.0.0/0", "::/0"));
}

struct ListCase {
  std::string_view clients;
  std::vector<std::string> allowed;
};

class ReachOfList : public ::testing::TestWithParam<ListCase> {};

TEST_P(ReachOfList, IsWhatItsPatternsMatchByAddress) {
  const Reach reach = who({"sshd: " + std::string(GetParam().clients) + "\n"});
  EXPECT_EQ(allowed(reach), GetParam().allowed);
  EXPECT_THAT(depends(reach), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, ReachOfList,
    ::testing::Values(ListCase{"10.1.2.3", {"10.1.2.3/32"}}, ListCase{"10.1.", {"10.1.0.0/16"}},
                      ListCase{"10.1.2.0/255.255.255.0", {"10.1.2.0/24"}}, ListCase{"10.1.2.3/24", {}},
                      ListCase{"10.1.2.0/0", {}}, ListCase{"[2001:db8::1]/32", {"2001:db8::/32"}},
                      ListCase{"ALL", {"0.0.0.0/0", "::/0"}}, ListCase{"10.1.2", {}}, ListCase{"010.1.", {}},
                      ListCase{"10.0.0.0/30 EXCEPT 10.0.0.1", {"10.0.0.0/32", "10.0.0.2/31"}},
                      ListCase{"10.0.0.0/30 EXCEPT 10.0.0.0/31 EXCEPT 10.0.0.1",
                               {"10.0.0.1/32", "10.0.0.2/31"}},
                      ListCase{"/missing", {}}));

TEST(Reach, OfARuleForAnotherDaemonIsNobody) {
  EXPECT_THAT(allowed(who({"ftpd: ALL\n"})), IsEmpty());
}

TEST(Reach, IsWhatEarlierRulesHaveLeft) {
  EXPECT_THAT(allowed(who({"sshd: 10.0.0.0/31: deny\nsshd: 10.0.0.0/30\n"})), ElementsAre("10.0.0.2/31"));
  EXPECT_THAT(allowed(who({"sshd: 10.0.0.1\n", "sshd: 10.0.0.0/31\nALL: 10.0.0.0/30: allow\nALL: ALL\n"})),
              ElementsAre("10.0.0.1/32", "10.0.0.2/31"));
}

class ReachOfOption : public ::testing::TestWithParam<std::string_view> {};

TEST_P(ReachOfOption, ThatDoesNotLetInIsNobody) {
  const Reach reach = who({"sshd: ALL: " + std::string(GetParam()) + "\n", ""});
  EXPECT_THAT(allowed(reach), IsEmpty());
  EXPECT_THAT(depends(reach), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Options, ReachOfOption,
                         ::testing::Values("deny", "twist /bin/echo no", "nonsense", "umask 999", "linger -1",
                                           "aclexec /bin/true: deny"));

TEST(Reach, DependsOnNames) {
  const Reach reach = who({"sshd: .example.org\n"});
  EXPECT_THAT(allowed(reach), IsEmpty());
  EXPECT_THAT(depends(reach), ElementsAre("0.0.0.0/0", "::/0"));
  ASSERT_EQ(reach.conditions.size(), 1U);
  EXPECT_EQ(reach.conditions.front().reason, "host names");
}

TEST(Reach, DoesNotDependOnAConditionWhoseOutcomesAreTheSame) {
  EXPECT_THAT(allowed(who({"sshd: .example.org\nsshd: ALL\n"})), ElementsAre("0.0.0.0/0", "::/0"));
}

TEST(Reach, DependsOnUsersCommandsAndTheServer) {
  EXPECT_EQ(who({"sshd: bob@10.1.2.3\n"}).conditions.front().reason, "the user of the client");
  EXPECT_EQ(who({"sshd: 10.1.2.3: aclexec /bin/true\n"}).conditions.front().reason, "a command");
  EXPECT_EQ(who({"sshd@10.9.9.1: 10.1.2.3\n"}).conditions.front().reason,
            "the address and port of the server");
  EXPECT_THAT(depends(who({"sshd: bob@10.1.2.3\n"})), ElementsAre("10.1.2.3/32"));
}

TEST(Reach, ReadsPatternFiles) {
  EXPECT_THAT(
      allowed(who({"sshd: /list\n", "ALL: ALL\n", {{"/list", "10.1.2.3\n/more"}, {"/more", "10.2."}}})),
      ElementsAre("10.1.2.3/32", "10.2.0.0/16"));
}

TEST(Reach, IsNotLedAstrayByFilesThatLeadBackToThemselves) {
  const Host host{"sshd: /a\n", "ALL: ALL\n", {{"/a", "10.1.2.3 /b /b"}, {"/b", "10.2. /a /a"}}};
  EXPECT_THAT(allowed(who(host)), IsSupersetOf({"10.1.2.3/32", "10.2.0.0/16"}));
}

TEST(Reach, IsNotCertainOfWhatLeadsBackToWhereItCameFrom) {
  // What "/b" matches is first found out on the way through "/a", where "/a" itself is not known yet.
  const Host host{"sshd: /a EXCEPT ALL\nsshd: /b: deny\nsshd: 10.1.2.3\n",
                  "ALL: ALL\n",
                  {{"/a", "10.1.2.3 /b"}, {"/b", "10.2. /a"}}};
  EXPECT_THAT(allowed(who(host)), IsEmpty());
}

TEST(Reach, OfAnAllowTableThatEndsInTheMiddleIsUpToThere) {
  const Reach reach = who({"sshd: 10.1.2.3\nsshd: ALL"});
  EXPECT_THAT(allowed(reach), ElementsAre("10.1.2.3/32"));
  EXPECT_EQ(reach.messages.size(), 1U);
}

TEST(Reach, OfADenyTableThatEndsInTheMiddleIsNobodyWhoComesToIt) {
  EXPECT_THAT(allowed(who({"sshd: 10.1.2.3\n", "ftpd: ALL"})), ElementsAre("10.1.2.3/32"));
}

}  // namespace
}  // namespace portreeve::wrappers
