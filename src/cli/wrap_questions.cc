#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/wrap_subcommands.h"
#include "core/address.h"
#include "core/json.h"
#include "core/text.h"
#include "report/explanation.h"
#include "report/reach.h"
#include "wrappers/explain.h"
#include "wrappers/host_lookup.h"
#include "wrappers/host_pattern.h"
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

// What a word of the question may mean: an address stands for itself, a name for each of its addresses.
core::Result<std::vector<wrappers::PlainEnd>> find_host(const core::SystemRoot& root, std::string_view word) {
  const auto address = core::Address::parse(word);
  if (address) return std::vector<wrappers::PlainEnd>{{address->to_string(), {}}};
  // What is written like an address is meant as one: "10" is not the host 0.0.0.10, as it is for
  // inet_aton(3).
  if (wrappers::is_address_pattern(word) || word.find_first_of(":/[") != std::string_view::npos)
    return core::failure(address.error());
  if (!root.is_live()) {
    return core::failure(core::make_error("look up the host", word, "a capture has no name service",
                                          "give its address, and with --name its name"));
  }
  const wrappers::AskedHost found = wrappers::find_client(std::string(word));
  if (found.endpoints.empty()) {
    return core::failure(
        core::make_error("look up the host", word, "no such host", "correct the name, or give an address"));
  }
  std::vector<wrappers::PlainEnd> ends;
  std::vector<std::string> remarks = found.remarks;
  for (const wrappers::AskedHost::Endpoint& endpoint : found.endpoints) {
    ends.push_back(endpoint.end);
    if (!endpoint.fault.empty()) remarks.push_back(endpoint.fault);
  }
  for (const std::string& remark : remarks)
    fmt::print(stderr, "portreeve: {}\n", core::printable(remark));
  return ends;
}

// The server of a question; nothing is known of it unless the question names it.
core::Result<wrappers::PlainEnd> find_server(const core::SystemRoot& root,
                                             const wrappers::QualifiedPattern& daemon) {
  if (!daemon.is_qualified) return wrappers::PlainEnd{};
  const auto ends = find_host(root, daemon.where);
  if (!ends) return core::failure(ends.error());
  if (ends->size() == 1) return ends->front();
  return core::failure(core::make_error("ask about the server", daemon.where, "it has more than one address",
                                        "give the one that is meant"));
}

ExitStatus answer(const Question& question, const GlobalOptions& global, bool with_passed) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const wrappers::Tables tables;
  const auto files = wrappers::RuleTexts::read(*root, tables);

  const auto client = wrappers::split_pattern(question.client);
  auto ends = find_host(*root, client.where);
  if (!ends) return fail(ends.error());
  const auto daemon = wrappers::split_pattern(question.daemon);
  const auto server = find_server(*root, daemon);
  if (!server) return fail(server.error());

  std::vector<report::ExplainedRequest> requests;
  bool is_granted = true;
  for (wrappers::PlainEnd& end : *ends) {
    if (!question.name.empty()) end.name = question.name;
    report::ExplainedRequest asked;
    asked.daemon = daemon.who;
    asked.client_address = end.address;
    asked.client_name = end.name;
    if (client.is_qualified) asked.user = client.who;
    wrappers::PlainRequest request(asked.daemon, end, *server, asked.user);
    asked.explanation = wrappers::explain(
        files.value, tables, request, question.is_strict,
        [&root](const std::string& path) { return wrappers::read_pattern_file(*root, path); });
    is_granted = is_granted && report::verdict_word(asked.explanation) == "granted";
    if (!with_passed) asked.explanation.passed.clear();
    requests.push_back(std::move(asked));
  }
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
  command
      ->add_option("client", question->client,
                   "The client's address, or its host name: then each of its addresses is asked about")
      ->required()
      ->type_name("[USER@]CLIENT");
  command
      ->add_option("--name", question->name,
                   "What the client's host name is to be; without this that of an address is unknown")
      ->type_name("NAME");
  command->add_flag("--strict", question->is_strict, "Decide as under the setting strict");
  command->footer(
      "Nothing is run, and nothing looked up but hosts that are given by name. Exit status: 0 granted, 1 "
      "denied or delegated to a command, for one address at least, 2 usage, 3 failed.");
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
