#include "report/audit_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portreeve::report {
namespace {

TEST(AuditJson, TheSummaryCountsEachSeverityAndWhatWasNotSeen) {
  audit::Judgement judgement;
  judgement.findings.resize(3);
  judgement.findings[0].severity = audit::Severity::kHigh;
  judgement.unseen.resize(2);
  const core::Json json = audit_json({"gate", "this host", judgement});
  EXPECT_EQ(json["summary"].dump(), R"({"critical":0,"high":1,"medium":0,"low":0,"info":2,"unseen":2})");
}

TEST(AuditJson, TextFromTheHostIsKeptAsItIs) {
  audit::Judgement judgement;
  judgement.findings.resize(1);
  judgement.findings[0].subjects = {"eth0\x1b[31m"};
  const core::Json json = audit_json({"gate", "this host", judgement});
  EXPECT_EQ(json["findings"][0]["subjects"][0], "eth0\x1b[31m");
}

TEST(AuditJson, BytesThatAreNotUtf8DoNotMakeTheDocumentInvalid) {
  const std::string text = core::to_text(audit_json({"\xff", "this host", {}}));
  EXPECT_TRUE(core::parse_json("report", text));
}

}  // namespace
}  // namespace portreeve::report
