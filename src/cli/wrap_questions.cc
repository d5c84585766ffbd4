

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/wrap_subcommands.h"
#include "core/address.h"
#include "core/json.h"
#include "report/explanation.h"
#include "report/reach.h"
#include "wrappers/explain.h"
#include "wrappers/plain_request.h"
#include "wrappers/reach.h"
#include "wrappers/rule.h"

namespace portreeve::cli {
namespace {

// The question of `wrap match` and `wrap explain`.
struct Question {
  std::string daemon;  ///< DAEMON[@SERVER]
  std::string client;  ///< [USER@]CLIENT
  std::string name;
  bool is_strict = false;
};

ExitStatus answer(const Question& question, const GlobalOptions& global, bool with_passed) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const wrappers::Tables tables;
  const auto files = wrappers::RuleTexts::read(*root, tables);

  const auto client = wrappers::split_pattern(question.client);
  const auto address = core::Address::parse(client.where);
  if (!address) return fail(address.error());
  const auto daemon = wrappers::split_pattern(question.daemon);
  report::ExplainedRequest asked;
  asked.daemon = daemon.who;
  asked.client_address = address->to_string();
  if (client.is_qualified) asked.user = client.who;
  const wrappers::PlainEnd server{daemon.is_qualified ? std::string(daemon.where) : std::string(), {}};
  wrappers::PlainRequest request(asked.daemon, {asked.client_address, question.name}, server, asked.user);
  asked.explanation = wrappers::explain(
      files.value, tables, request, question.is_strict,
      [&root](const std::string& path) { return wrappers::read_pattern_file(*root, path); });
  asked.client_name = question.name;
  const bool is_granted = report::verdict_word(asked.explanation) == "granted";
  if (!with_passed) asked.explanation.passed.clear();

  const std::vector<report::ExplainedRequest> requests{asked};
  const std::string text = global.json ? core::to_text(report::explanation_json(requests, files.unseen))
                                       : report::explanation_text(requests, with_passed);
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(files.unseen);
  return is_granted ? ExitStatus::kFine : ExitStatus::kFindings;
}

ExitStatus say_who(const std::string& daemon, const GlobalOptions& global) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const wrappers::Tables tables;
  const auto files = wrappers::RuleTexts::read(*root, tables);
  const auto reach = wrappers::who_may_connect(files.value, tables, daemon, [&root](const std::string& path) {
    return wrappers::read_pattern_file(*root, path);
  });
  const std::string text = global.json ? core::to_text(report::reach_json(daemon, reach, files.unseen))
                                       : report::reach_text(daemon, reach);
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(files.unseen);
  return ExitStatus::kFine;
}

void add_question(CLI::App& wrap, const GlobalOptions& global, ExitStatus& status, const char* word,
                  const char* description, bool with_passed) {
  auto question = std::make_shared<Question>();
  CLI::App* const command = wrap.add_subcommand(word, description);
  command->fallthrough();
  command->add_option("daemon", question->daemon, "The daemon's process name")
      ->required()
      ->type_name("DAEMON[@SERVER]");
  command->add_option("client", question->client, "The client's address")
      ->required()
      ->type_name("[USER@]ADDRESS");
  command->add_option("--name", question->name, "The client's host name; unknown without this")
      ->type_name("NAME");
  command->add_flag("--strict", question->is_strict, "Decide as under the setting strict");
  command->footer(
      "Nothing is run or looked up. Exit status: 0 granted, 1 denied or delegated to a command, 2 usage, 3 "
      "failed.");
  command->callback(
      [question, &global, &status, with_passed] { status = answer(*question, global, with_passed); });
}

}  // namespace

void add_wrap_questions(CLI::App& wrap, const GlobalOptions& global, ExitStatus& status) {
  add_question(wrap, global, status, "match", "Whether a client may connect, and which rule says so", false);
  add_question(wrap, global, status, "explain", "The same, and why no rule before it decides", true);
  auto daemon = std::make_shared<std::string>();
  CLI::App* const who = wrap.add_subcommand("who", "The addresses that may connect to a daemon, as prefixes");
  who->fallthrough();
  who->add_option("daemon", *daemon, "The daemon's process name")->required()->type_name("DAEMON");
  who->footer("Exit status: 0 fine, 2 usage, 3 failed.");
  who->callback([daemon, &global, &status] { status = say_who(*daemon, global); });
}

}  // namespace portreeve::cli
