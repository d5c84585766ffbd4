#include <fmt/format.h>

#include "core/text.h"
#include "report/explanation.h"

namespace portreeve::report {
namespace {

using core::printable;
using wrappers::Decision;
using wrappers::Explanation;

std::string client_shown(const ExplainedRequest& request) {
  std::string client = request.client_address.empty() ? "an unknown address" : request.client_address;
  if (!request.client_name.empty()) client += fmt::format(" ({})", request.client_name);
  if (!request.user.empty()) client = request.user + "@" + client;
  return printable(client);
}

std::string_view reason_text(Decision::Reason reason) {
  switch (reason) {
    case Decision::Reason::kRule:
      return "by the rule of";
    case Decision::Reason::kOption:
      return "by an option of the rule of";
    case Decision::Reason::kBadOption:
      return "because an option is in error in the rule of";
    case Decision::Reason::kUnusableTable:
      return "because the rules cannot be read to their end:";
    case Decision::Reason::kNoRule:
      return "because no rule matches";
    case Decision::Reason::kTrap:
      return "because strict decisions do not pass by";
  }
  return "";
}

std::string place_text(const Decision& decision) {
  if (decision.table.empty()) return "";
  if (decision.line == 0) return fmt::format(" {}", decision.table);
  return fmt::format(" {}, line {}", decision.table, decision.line);
}

void add_decision(const ExplainedRequest& request, std::string& text) {
  const Explanation& explanation = request.explanation;
  text += fmt::format("{} from {}: {}\n", printable(request.daemon), client_shown(request),
                      verdict_word(explanation));
  text += fmt::format("  {}{}\n", reason_text(explanation.decision.reason), place_text(explanation.decision));
  if (!explanation.rule.empty()) text += fmt::format("    {}\n", printable(explanation.rule));
  for (const wrappers::WouldRun& option : explanation.options) {
    text += fmt::format("  would run: {}{}{}\n", printable(option.keyword), option.value.empty() ? "" : " ",
                        printable(option.value));
  }
  for (const std::string& message : explanation.messages)
    text += fmt::format("  {}\n", printable(message));
}

void add_passed(const Explanation& explanation, std::string& text) {
  if (explanation.passed.empty()) return;
  text += "  before that:\n";
  for (const wrappers::PassedRule& rule : explanation.passed) {
    text += fmt::format("    {}, line {}: {}\n      {}\n", rule.file, rule.line, printable(rule.text),
                        printable(rule.reason));
  }
}

}  // namespace

std::string_view verdict_word(const Explanation& explanation) {
  if (explanation.is_delegated) return "delegated";
  return explanation.decision.is_granted ? "granted" : "denied";
}

std::string explanation_text(const std::vector<ExplainedRequest>& requests, bool with_passed) {
  std::string text;
  for (const ExplainedRequest& request : requests) {
    if (!text.empty()) text += "\n";
    add_decision(request, text);
    if (with_passed) add_passed(request.explanation, text);
  }
  return text;
}

}  // namespace portreeve::report
