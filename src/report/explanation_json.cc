#include <nlohmann/json.hpp>

#include "report/explanation.h"
#include "report/json_values.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;
using wrappers::Decision;

constexpr int kSchemaVersion = 1;

std::string_view reason_name(Decision::Reason reason) {
  switch (reason) {
    case Decision::Reason::kRule:
      return "rule";
    case Decision::Reason::kOption:
      return "option";
    case Decision::Reason::kBadOption:
      return "bad_option";
    case Decision::Reason::kUnusableTable:
      return "unusable_table";
    case Decision::Reason::kNoRule:
      return "no_rule";
    case Decision::Reason::kTrap:
      return "trap";
  }
  return "";
}

Json decided_by(const wrappers::Explanation& explanation) {
  if (explanation.decision.table.empty()) return {};
  return {{"file", explanation.decision.table},
          {"line", explanation.decision.line},
          {"text", or_null(std::string_view(explanation.rule))}};
}

Json request_json(const ExplainedRequest& request) {
  const wrappers::Explanation& explanation = request.explanation;
  Json would_run = Json::array();
  for (const wrappers::WouldRun& option : explanation.options) {
    would_run.push_back({{"option", option.keyword}, {"value", or_null(std::string_view(option.value))}});
  }
  Json passed = Json::array();
  for (const wrappers::PassedRule& rule : explanation.passed) {
    passed.push_back(
        {{"file", rule.file}, {"line", rule.line}, {"text", rule.text}, {"reason", rule.reason}});
  }
  return {{"daemon", request.daemon},
          {"client",
           {{"address", or_null(std::string_view(request.client_address))},
            {"name", or_null(std::string_view(request.client_name))},
            {"user", or_null(std::string_view(request.user))}}},
          {"verdict", verdict_word(explanation)},
          {"reason", reason_name(explanation.decision.reason)},
          {"decided_by", decided_by(explanation)},
          {"would_run", std::move(would_run)},
          {"passed", std::move(passed)},
          {"messages", explanation.messages}};
}

}  // namespace

Json explanation_json(const std::vector<ExplainedRequest>& requests,
                      const std::vector<core::Unseen>& unseen) {
  Json list = Json::array();
  for (const ExplainedRequest& request : requests)
    list.push_back(request_json(request));
  return {{"schema_version", kSchemaVersion}, {"requests", std::move(list)}, {"unseen", unseen_json(unseen)}};
}

}  // namespace portreeve::report
