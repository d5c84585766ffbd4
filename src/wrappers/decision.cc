#include "wrappers/decision.h"

#include <optional>
#include <string>

namespace portreeve::wrappers {
namespace {

// Which of the two files is asked.
enum class Role { allow, deny };

class Decider {
 public:
  Decider(TableCache& cache, Evaluation& evaluation, ProcessState& process)
      : cache_(cache), evaluation_(evaluation), process_(process) {}

  // What one file decides; nothing when the decision is left to what comes after it.
  std::optional<Decision> ask(std::string_view path, Role role) {
    evaluation_.position = {path, 0};
    std::string buffer;
    const TableMatch match = cache_.find_match(path, evaluation_, buffer);
    std::optional<Decision> decision = judge(match, role);
    if (evaluation_.trap()) decision = Decision{false, Decision::Reason::trap, {}, match.line};
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
      case TableMatch::Kind::matched:
        evaluation_.diagnostics.matched(evaluation_.position);
        return match.has_options ? run(match, role) : by_rule(role);
      case TableMatch::Kind::unreadable:
      case TableMatch::Kind::unusable:
        if (role == Role::allow) return std::nullopt;
        return Decision{false, Decision::Reason::unusable_table, {}, 0};
      case TableMatch::Kind::trapped:
      case TableMatch::Kind::none:
        break;
    }
    return std::nullopt;
  }

  std::optional<Decision> run(const TableMatch& match, Role role) {
    switch (run_options(match.options, evaluation_, process_)) {
      case OptionsOutcome::passed:
        return by_rule(role);
      case OptionsOutcome::allow:
        return Decision{true, Decision::Reason::option, {}, 0};
      case OptionsOutcome::deny:
        return Decision{false, Decision::Reason::option, {}, 0};
      case OptionsOutcome::error:
        return Decision{false, Decision::Reason::bad_option, {}, 0};
      case OptionsOutcome::command_failed:
        break;
    }
    evaluation_.diagnostics.notice("aclexec returned 1");
    if (role == Role::deny) evaluation_.meet(Trap::failed_aclexec);
    return std::nullopt;
  }

  static Decision by_rule(Role role) { return {role == Role::allow, Decision::Reason::rule, {}, 0}; }

  TableCache& cache_;
  Evaluation& evaluation_;
  ProcessState& process_;
};

}  // namespace

Decision decide(const Tables& tables, TableCache& cache, Evaluation& evaluation, ProcessState& process) {
  Decider decider(cache, evaluation, process);
  if (auto decision = decider.ask(tables.allow, Role::allow)) return *decision;
  if (auto decision = decider.ask(tables.deny, Role::deny)) return *decision;
  return {true, Decision::Reason::no_rule, {}, 0};
}

}  // namespace portreeve::wrappers
