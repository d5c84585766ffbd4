#include "wrappers/explain.h"

#include <utility>

#include "wrappers/dry_run.h"
#include "wrappers/line_reader.h"
#include "wrappers/rule.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// Keeps what a daemon would log.
class Recorder : public Diagnostics {
 public:
  explicit Recorder(Explanation& explanation) : explanation_(explanation) {}

  void warning(const Position& where, std::string_view text) override { add("warning: ", where, text); }
  void error(const Position& where, std::string_view text) override { add("error: ", where, text); }
  void notice(std::string_view text) override { explanation_.messages.emplace_back(text); }
  void option(std::string_view keyword, std::string_view value) override {
    explanation_.options.push_back({std::string(keyword), std::string(value)});
  }

 private:
  void add(std::string_view kind, const Position& where, std::string_view text) {
    std::string place;
    if (!where.file.empty()) place = concat({where.file, ", line ", decimal(where.line), ": "});
    explanation_.messages.push_back(concat({kind, place, text}));
  }

  Explanation& explanation_;
};

std::string quoted(std::string_view text) {
  return concat({"\"", text, "\""});
}

std::string shown(std::string_view list) {
  return quoted(trim_spaces(list));
}

// The first pattern of the list, before any EXCEPT, that matches by itself; empty when there is none.
template <typename Matches>
std::string_view find_matching(std::string_view list, Matches matches) {
  TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty() && !equal_ignoring_case(token, "EXCEPT");
       token = tokens.next()) {
    if (matches(token)) return token;
  }
  return {};
}

// Why a list does not match; `whom` is what its patterns were compared with.
template <typename Matches>
std::string explain_list(std::string_view name, std::string_view list, std::string_view whom,
                         Matches matches) {
  if (TokenReader(list).next().empty()) return concat({"the ", name, " list is empty"});
  const std::string_view token = find_matching(list, matches);
  if (token.empty()) return concat({"no pattern of the ", name, " list ", shown(list), " matches ", whom});
  return concat(
      {"the ", name, " pattern ", quoted(token), " matches ", whom, ", and EXCEPT takes it out again"});
}

std::string client_shown(Request& request) {
  std::string text = concat({"the client ", request.address(Side::kClient)});
  const std::string_view name = request.name_if_looked_up(Side::kClient);
  if (!name.empty()) text += concat({" (name ", name, ")"});
  const std::string_view user = request.user_if_looked_up();
  if (!user.empty()) text += concat({" (user ", user, ")"});
  return text;
}

std::string reason_for(const Rule& rule, Evaluation& evaluation) {
  Request& request = evaluation.request;
  if (!matches_daemons(rule.daemons, evaluation)) {
    return explain_list("daemon", rule.daemons, concat({"the daemon ", quoted(request.daemon())}),
                        [&](std::string_view token) { return matches_daemons(token, evaluation); });
  }
  const bool is_match = matches_clients(rule.clients, evaluation);
  if (is_match) return "it matches, and a command of aclexec has kept it from counting";
  const std::string whom = client_shown(request);
  return explain_list("client", rule.clients, whom,
                      [&](std::string_view token) { return matches_clients(token, evaluation); });
}

// Goes through the lines of one file up to the deciding one, or to the end.
void look_back(const RuleTexts::File& file, Evaluation& evaluation, Explanation& explanation) {
  const bool decides = file.path == explanation.decision.table;
  LineReader lines(file.text);
  while (const auto line = lines.next()) {
    const bool is_last = decides && line->number == explanation.decision.line;
    if (is_last && line->is_complete) {
      explanation.rule = trim_spaces(line->text);
      return;
    }
    PassedRule passed{file.path, line->number, std::string(trim_spaces(line->text)), {}};
    if (!line->is_complete) {
      passed.reason = wrappers::explanation(Trap::kUnterminatedLine);
    } else if (is_blank_or_comment(line->text)) {
      continue;
    } else if (const auto rule = parse_rule(line->text)) {
      evaluation.position = {file.path, line->number};
      passed.reason = reason_for(*rule, evaluation);
    } else {
      passed.reason = wrappers::explanation(Trap::kMissingSeparator);
    }
    explanation.passed.push_back(std::move(passed));
    if (is_last) return;
  }
}

}  // namespace

Explanation explain(const std::vector<RuleTexts::File>& files, const Tables& tables, Request& request,
                    bool is_strict,
                    const std::function<FileText(const std::string& path)>& read_pattern_file) {
  Explanation result;
  Recorder recorder(result);
  DryRun process;
  RuleTexts texts(files);
  Evaluation evaluation(request, recorder, is_strict);
  evaluation.read_pattern_file = read_pattern_file;
  result.decision = decide(tables, texts, evaluation, process);
  result.is_delegated = process.is_delegated();
  if (const auto trap = evaluation.trap()) {
    recorder.error({result.decision.table, result.decision.line}, wrappers::explanation(*trap));
  }

  NoDiagnostics silence;
  Evaluation again(request, silence, false);
  again.read_pattern_file = read_pattern_file;
  for (const RuleTexts::File& file : files) {
    look_back(file, again, result);
    if (file.path == result.decision.table) break;
  }
  return result;
}

}  // namespace portreeve::wrappers
