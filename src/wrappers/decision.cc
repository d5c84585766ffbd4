#include "wrappers/decision.h"

#include <optional>
#include <string>

namespace portreeve::wrappers {
namespace {

// Which of the two files is asked.
enum class Role { kAllow, kDeny };

class Decider {
 public:
  Decider(RuleFiles& files, Evaluation& evaluation, ProcessState& process)
      : files_(files), evaluation_(evaluation), process_(process) {}

  // What one file decides; nothing when the decision is left to what comes after it.
  std::optional<Decision> ask(std::string_view path, Role role) {
    evaluation_.position = {path, 0};
    std::string buffer;
    const TableMatch match = files_.find_match(path, evaluation_, buffer);
    std::optional<Decision> decision = judge(match, role);
    if (evaluation_.trap()) decision = Decision{false, Decision::Reason::kTrap, {}, match.line};
    if (decision) {
      decision->table = path;
      decision->line = match.line;
    }
    evaluation_.position = {};
    return decision;
  }

 private:
  std::optional<Decision> judge(const TableMatch& match, Role role) {
    switch (match.kind) {
      case TableMatch::Kind::kMatched:
        evaluation_.diagnostics.matched(evaluation_.position);
        return match.has_options ? run(match, role) : by_rule(role);
      case TableMatch::Kind::kUnreadable:
      case TableMatch::Kind::kUnusable:
        if (role == Role::kAllow) return std::nullopt;
        return Decision{false, Decision::Reason::kUnusableTable, {}, 0};
      case TableMatch::Kind::kTrapped:
      case TableMatch::Kind::kNone:
        break;
    }
    return std::nullopt;
  }

  std::optional<Decision> run(const TableMatch& match, Role role) {
    switch (run_options(match.options, evaluation_, process_)) {
      case OptionsOutcome::kPassed:
        return by_rule(role);
      case OptionsOutcome::kAllow:
        return Decision{true, Decision::Reason::kOption, {}, 0};
      case OptionsOutcome::kDeny:
        return Decision{false, Decision::Reason::kOption, {}, 0};
      case OptionsOutcome::kError:
        return Decision{false, Decision::Reason::kBadOption, {}, 0};
      case OptionsOutcome::kCommandFailed:
        break;
    }
    evaluation_.diagnostics.notice("aclexec returned 1");
    if (role == Role::kDeny) evaluation_.meet(Trap::kFailedAclexec);
    return std::nullopt;
  }

  static Decision by_rule(Role role) { return {role == Role::kAllow, Decision::Reason::kRule, {}, 0}; }

  RuleFiles& files_;
  Evaluation& evaluation_;
  ProcessState& process_;
};

}  // namespace

Decision decide(const Tables& tables, RuleFiles& files, Evaluation& evaluation, ProcessState& process) {
  evaluation.begin();
  Decider decider(files, evaluation, process);
  if (auto decision = decider.ask(tables.allow, Role::kAllow)) return *decision;
  if (auto decision = decider.ask(tables.deny, Role::kDeny)) return *decision;
  return {true, Decision::Reason::kNoRule, {}, 0};
}

}  // namespace portreeve::wrappers
