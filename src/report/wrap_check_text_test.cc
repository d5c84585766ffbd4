#include "report/wrap_check_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/table.h"

namespace portreeve::report {
namespace {

using ::testing::HasSubstr;
using wrappers::Grade;
using wrappers::LintReport;

TEST(WrapCheckText, ShowsEachProblemWithItsPlaceAndItsRemedy) {
  LintReport report;
  report.is_in_use = true;
  report.problems = {{.id = "wrap.bad_address",
                      .grade = Grade::kError,
                      .file = "/etc/hosts.deny",
                      .line = 3,
                      .text = "10.1",
                      .effect = "nobody matches",
                      .remedy = "write 10.1.",
                      .exposed = {},
                      .original = {}},
                     {.id = "wrap.no_default_deny",
                      .grade = Grade::kWarning,
                      .file = "/etc/hosts.deny",
                      .line = 0,
                      .text = "",
                      .effect = "whoever no rule names is let in",
                      .remedy = "deny the rest",
                      .exposed = {},
                      .original = {}}};
  EXPECT_EQ(wrap_check_text(report, core::Table::kUnlimited),
            "2 problems: 1 error, 1 warning\n"
            "\n"
            "error     /etc/hosts.deny:3\n"
            "  text    10.1\n"
            "  effect  nobody matches\n"
            "  remedy  write 10.1.\n"
            "  check   wrap.bad_address\n"
            "\n"
            "warning   /etc/hosts.deny\n"
            "  effect  whoever no rule names is let in\n"
            "  remedy  deny the rest\n"
            "  check   wrap.no_default_deny\n");
}

TEST(WrapCheckText, AHostWithoutRulesIsToldFromOneWithoutProblems) {
  LintReport report;
  EXPECT_EQ(wrap_check_text(report, 80), "no problems: the host does not use TCP Wrappers\n");
  report.is_in_use = true;
  EXPECT_EQ(wrap_check_text(report, 80), "no problems\n");
}

TEST(WrapCheckText, WhatTheFilesSayIsMadePrintable) {
  LintReport report;
  report.problems = {{.id = "wrap.x",
                      .grade = Grade::kError,
                      .file = "/f\x1b",
                      .line = 1,
                      .text = "\x1b[2J",
                      .effect = "\x1b",
                      .remedy = "\x1b",
                      .exposed = {},
                      .original = {}}};
  const std::string text = wrap_check_text(report, 80);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_THAT(text, HasSubstr("\\x1b[2J"));
}

}  // namespace
}  // namespace portreeve::report
