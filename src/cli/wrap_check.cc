#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "audit/wrapper_observer.h"
#include "cli/wrap_subcommands.h"
#include "core/json.h"
#include "report/wrap_check_json.h"
#include "report/wrap_check_text.h"

namespace portreeve::cli {
namespace {

ExitStatus check_rules(const GlobalOptions& global, const audit::WrapperQuestions& questions) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  sockets::Query waiting;
  waiting.states = sockets::waiting_states();
  const auto sockets = sockets::observe_sockets(*root, waiting);
  auto observed = audit::observe_wrappers(*root, sockets, questions);
  observed.unseen.insert(observed.unseen.end(), sockets.unseen.begin(), sockets.unseen.end());
  const std::string text = global.json ? core::to_text(report::wrap_check_json(observed))
                                       : report::wrap_check_text(observed.value, terminal_width());
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(observed.unseen);
  if (!observed.value.problems.empty()) return ExitStatus::kFindings;
  return observed.value.all_rules_seen ? ExitStatus::kFine : ExitStatus::kFailed;
}

}  // namespace

void add_wrap_check(CLI::App& wrap, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command = wrap.add_subcommand(
      "check", "Examine hosts.allow and hosts.deny for what does something else than it says");
  const auto questions = std::make_shared<audit::WrapperQuestions>();
  command->fallthrough();
  command->footer("Exit status: 0 nothing found, 1 problems found, 2 usage, 3 the rules could not be read.");
  command->add_flag("-a", questions->names_allowing_rules,
                    "Tell of rules that grant access without the option allow");
  command->add_flag(
      "--resolve", questions->resolves_names,
      "Look up the host names in the rules. Not done otherwise: it asks name servers, which see "
      "the question, may answer falsely, and may take long");
  command->callback([&global, &status, questions] { status = check_rules(global, *questions); });
}

}  // namespace portreeve::cli
