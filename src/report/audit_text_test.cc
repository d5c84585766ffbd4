#include "report/audit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/table.h"

namespace portreeve::report {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

audit::Finding finding(audit::Severity severity, std::string title) {
  return {.id = "kernel.ipv4.rp_filter",
          .severity = severity,
          .title = std::move(title),
          .subjects = {"eth0", "default"},
          .seen = "0 in force",
          .why = "Anybody can lie.",
          .remedy = {"first command", "second command"},
          .section = "4.4.3.1"};
}

std::string text_of(const AuditReport& report, bool color = false) {
  return audit_text(report, core::Table::kUnlimited, color);
}

TEST(AuditText, ACleanHostIsOneLine) {
  EXPECT_EQ(text_of({"gate", "this host", {}}), "gate: 0 findings\n");
}

TEST(AuditText, TheSummaryCountsTheWorstFirst) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kHigh, "a"), finding(audit::Severity::kLow, "b"),
                        finding(audit::Severity::kLow, "c")};
  EXPECT_THAT(text_of({"gate", "this host", judgement}), StartsWith("gate: 3 findings (1 high, 2 low)\n"));
}

TEST(AuditText, AFindingIsShownWhole) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kMedium, "Spoofed packets are taken")};
  EXPECT_THAT(text_of({"gate", "this host", judgement}),
              EndsWith("\n"
                       "medium    Spoofed packets are taken\n"
                       "  where   eth0, default\n"
                       "  seen    0 in force\n"
                       "  why     Anybody can lie.\n"
                       "  remedy  first command\n"
                       "          second command\n"
                       "  check   kernel.ipv4.rp_filter, section 4.4.3.1 of the guide\n"));
}

TEST(AuditText, WhatWasNotSeenComesLastWithItsReason) {
  audit::Judgement judgement;
  judgement.unseen = {{"the firewall", core::system_error("list", "the rules", EPERM)}};
  EXPECT_THAT(text_of({"gate", "this host", judgement}),
              EndsWith("\nNot seen, so not judged:\n"
                       "  - the firewall: cannot list the rules: Operation not permitted (run as root)\n"));
}

TEST(AuditText, AHostWithoutANameIsCalledByItsSource) {
  EXPECT_THAT(text_of({"", "/captures/gate", {}}), StartsWith("/captures/gate: "));
}

TEST(AuditText, TextFromTheHostCannotMoveTheCursorOrForgeALine) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kHigh, "a")};
  judgement.findings[0].subjects = {"eth0\nhigh      forged"};
  judgement.findings[0].seen = "\x1b[2J";
  judgement.findings[0].remedy = {"kill 1\nrm"};
  const std::string text = text_of({"gate\x1b[31m", "this host", judgement});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("eth0\\x0ahigh forged"));
  EXPECT_THAT(text, HasSubstr("kill 1\\x0arm\n"));
}

TEST(AuditText, ColourPaintsTheSeverityAlone) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kHigh, "Bad")};
  EXPECT_THAT(text_of({"gate", "this host", judgement}, true), HasSubstr("\n\x1b[31mhigh      \x1b[0mBad\n"));
}

TEST(AuditText, AReaderOfKernelCommandsIsToldHowToKeepThem) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kHigh, "a")};
  EXPECT_THAT(text_of({"gate", "this host", judgement}), Not(HasSubstr("/etc/sysctl.d")));
  judgement.findings[0].remedy = {"sysctl -w net.ipv4.ip_forward=0"};
  EXPECT_THAT(text_of({"gate", "this host", judgement}), HasSubstr("to /etc/sysctl.d/99-portreeve.conf.\n"));
}

TEST(AuditText, ProseIsWrappedButCommandsAreNot) {
  audit::Judgement judgement;
  judgement.findings = {finding(audit::Severity::kHigh, "a")};
  judgement.findings[0].why = "one two three four five six";
  judgement.findings[0].remedy = {"a command that is longer than the terminal is wide"};
  const std::string text = audit_text({"gate", "this host", judgement}, 24, false);
  EXPECT_THAT(text, HasSubstr("  why     one two three\n          four five six\n"));
  EXPECT_THAT(text, HasSubstr("  remedy  a command that is longer than the terminal is wide\n"));
}

}  // namespace
}  // namespace portreeve::report
