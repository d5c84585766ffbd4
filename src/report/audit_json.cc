#include "report/audit_json.h"

#include <nlohmann/json.hpp>

#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;

constexpr int kSchemaVersion = 1;

Json finding_json(const audit::Finding& finding) {
  return {
      {"id", finding.id},         {"severity", to_string(finding.severity)},
      {"title", finding.title},   {"subjects", finding.subjects},
      {"seen", finding.seen},     {"why", finding.why},
      {"remedy", finding.remedy}, {"section", finding.section},
  };
}

Json summary_json(const audit::Judgement& judgement) {
  Json summary = {{"critical", 0}, {"high", 0}, {"medium", 0}, {"low", 0}, {"info", 0}};
  for (const audit::Finding& finding : judgement.findings) {
    Json& count = summary[std::string(to_string(finding.severity))];
    count = count.get<int>() + 1;
  }
  summary["unseen"] = judgement.unseen.size();
  return summary;
}

}  // namespace

Json audit_json(const AuditReport& report) {
  Json findings = Json::array();
  for (const audit::Finding& finding : report.judgement.findings)
    findings.push_back(finding_json(finding));
  return {
      {"schema_version", kSchemaVersion}, {"host", report.host_name},
      {"source", report.source},          {"summary", summary_json(report.judgement)},
      {"findings", std::move(findings)},  {"unseen", unseen_json(report.judgement.unseen)},
  };
}

}  // namespace portreeve::report
