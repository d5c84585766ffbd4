#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/check.h"
#include "audit/judge.h"
#include "audit/observations_for_tests.h"

namespace portreeve::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using wrappers::Grade;

wrappers::Problem problem(std::string_view id, Grade grade, int line) {
  wrappers::Problem made;
  made.id = id;
  made.grade = grade;
  made.file = "/etc/hosts.deny";
  made.line = line;
  made.text = "words";
  made.effect = "effect";
  made.remedy = "remedy";
  return made;
}

std::vector<Finding> findings_of(std::vector<wrappers::Problem> problems) {
  Observations host = hardened_host();
  host.wrappers.value.problems = std::move(problems);
  return judge(host).findings;
}

TEST(WrapperChecks, AProblemBecomesAFindingAtItsPlaceInTheChapter) {
  const auto findings = findings_of({problem("wrap.missing_separator", Grade::kError, 7)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id, "wrappers.malformed_rule");
  EXPECT_EQ(findings[0].severity, Severity::kMedium);
  EXPECT_THAT(findings[0].subjects, ElementsAre("/etc/hosts.deny:7"));
  EXPECT_EQ(findings[0].seen, "words: effect");
  EXPECT_THAT(findings[0].remedy, ElementsAre("\"${EDITOR:-vi}\" +7 /etc/hosts.deny   # remedy"));
  EXPECT_EQ(findings[0].section, "4.4.1");
}

TEST(WrapperChecks, AProblemOfAWholeFileIsAtTheFile) {
  const auto findings = findings_of({problem("wrap.no_default_deny", Grade::kWarning, 0)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id, "wrappers.no_default_deny");
  EXPECT_THAT(findings[0].subjects, ElementsAre("/etc/hosts.deny"));
}

TEST(WrapperChecks, WhatACommandCanMendHasTheCommand) {
  auto writable = problem("wrap.table_writable", Grade::kError, 0);
  writable.exposed = "/etc/my rules";
  EXPECT_THAT(findings_of({writable}).at(0).remedy,
              ElementsAre("chown root:root '/etc/my rules'", "chmod go-w '/etc/my rules'"));
  EXPECT_THAT(
      findings_of({problem("wrap.no_default_deny", Grade::kWarning, 0)}).at(0).remedy,
      ElementsAre("echo 'ALL: ALL' >> /etc/hosts.deny   # after the rules for those who are to get in"));
}

TEST(WrapperChecks, AdviceThatHoldsTextFromOutsideStaysAComment) {
  auto hostile = problem("wrap.bad_option", Grade::kError, 7);
  hostile.remedy = "write x\nreboot";
  EXPECT_EQ(findings_of({hostile}).at(0).remedy.at(0).find('\n'), std::string::npos);
}

TEST(WrapperChecks, AMatterOfStyleIsNoFinding) {
  EXPECT_THAT(findings_of({problem("wrap.trailing_comma", Grade::kNotice, 1)}), IsEmpty());
}

TEST(WrapperChecks, WhatCouldNotBeSeenOfTheRulesIsInTheReport) {
  Observations host = hardened_host();
  host.wrappers.miss("the rules in /etc/hosts.deny", core::system_error("open", "/etc/hosts.deny", 13));
  const auto judgement = judge(host);
  EXPECT_TRUE(std::ranges::any_of(judgement.unseen, [](const core::Unseen& unseen) {
    return unseen.what == "the rules in /etc/hosts.deny";
  }));
}

struct Grouping {
  std::string_view problem;
  std::string_view check;
};

class WrapperGrouping : public ::testing::TestWithParam<Grouping> {};

TEST_P(WrapperGrouping, EachKindOfProblemHasItsCheck) {
  const auto findings = findings_of({problem(GetParam().problem, Grade::kError, 1)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id, GetParam().check);
}

INSTANTIATE_TEST_SUITE_P(Problems, WrapperGrouping,
                         ::testing::Values(Grouping{"wrap.table_writable", "wrappers.writable_file"},
                                           Grouping{"wrap.command_writable", "wrappers.writable_file"},
                                           Grouping{"wrap.unterminated_line", "wrappers.fails_open"},
                                           Grouping{"wrap.failed_aclexec", "wrappers.fails_open"},
                                           Grouping{"wrap.bad_option", "wrappers.malformed_rule"},
                                           Grouping{"wrap.inert_rule", "wrappers.inert_rule"},
                                           Grouping{"wrap.shadowed_rule", "wrappers.inert_rule"},
                                           Grouping{"wrap.mapped_client", "wrappers.misleading_pattern"},
                                           Grouping{"wrap.banner_missing", "wrappers.missing_file"},
                                           Grouping{"wrap.banner_reveals_version",
                                                    "wrappers.banner_reveals_version"}));

}  // namespace
}  // namespace portreeve::audit
