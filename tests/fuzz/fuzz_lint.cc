#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/temporary_directory_for_tests.h"
#include "property.h"
#include "wrappers/lint.h"
#include "wrappers/table.h"

namespace {

using namespace portreeve;

/// A client whose four texts are the first line of the input.
class TextRequest : public wrappers::Request {
 public:
  explicit TextRequest(std::string_view line) {
    for (std::string* const text : {&daemon_, &address_, &name_, &user_}) {
      const std::size_t blank = line.find(' ');
      *text = line.substr(0, blank);
      line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
    }
  }
  std::string_view daemon() override { return daemon_; }
  std::string_view user() override { return user_; }
  std::string_view address(wrappers::Side) override { return address_; }
  std::string_view name(wrappers::Side) override { return name_; }
  std::string_view user_if_looked_up() override { return user_; }
  std::string_view name_if_looked_up(wrappers::Side) override { return name_; }
  std::string_view address_if_looked_up(wrappers::Side) override { return address_; }
  std::optional<std::uint16_t> port(wrappers::Side) override { return 22; }
  std::string_view pid() override { return "1"; }
  int descriptor() override { return -1; }

 private:
  std::string daemon_;
  std::string address_;
  std::string name_;
  std::string user_;
};

class Silence : public wrappers::Diagnostics {
 public:
  void warning(const wrappers::Position&, std::string_view) override {}
  void error(const wrappers::Position&, std::string_view) override {}
  void notice(std::string_view) override {}
};

// The engine would ask the machine for netgroups and pattern files.
bool asks_the_machine(std::string_view rules) {
  return rules.find('@') != std::string_view::npos || rules.starts_with('/') ||
         rules.find(" /") != std::string_view::npos || rules.find(",/") != std::string_view::npos ||
         rules.find(":/") != std::string_view::npos || rules.find("\t/") != std::string_view::npos ||
         rules.find("\r/") != std::string_view::npos || rules.find("\n/") != std::string_view::npos;
}

bool has_address(std::string_view line) {
  const std::size_t blank = line.find(' ');
  const std::string_view address = line.substr(blank + 1, line.find(' ', blank + 1) - blank - 1);
  return address.find_first_not_of("0123456789.") == std::string_view::npos;
}

void require_that_shadowed_rules_do_not_match(std::string_view client, std::string_view rules,
                                              const wrappers::LintReport& report) {
  if (asks_the_machine(rules) || !has_address(client)) return;
  TextRequest request(client);
  Silence diagnostics;
  wrappers::Evaluation evaluation(request, diagnostics, false);
  std::string options;
  const auto match = wrappers::find_match(rules, evaluation, options);
  if (match.kind != wrappers::TableMatch::Kind::kMatched) return;
  for (const wrappers::Problem& problem : report.problems) {
    fuzz::require(problem.id != "wrap.shadowed_rule" || problem.line != match.line,
                  "the rule that decides is not shadowed");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const core::TemporaryDirectory empty;
  static const auto root = *core::SystemRoot::capture(empty.path());
  const std::string_view text = fuzz::as_text(data, size);
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return 0;
  const std::string_view rules = text.substr(newline + 1);
  wrappers::LintRequest request;
  request.names_allowing_rules = true;
  const auto observed = wrappers::lint_texts(root, request, {}, rules);
  const auto newlines = std::count(rules.begin(), rules.end(), '\n');
  for (const wrappers::Problem& problem : observed.value.problems) {
    fuzz::require(problem.id.starts_with("wrap."), "a problem has a name");
    fuzz::require(problem.file == request.deny && problem.line >= 0 && problem.line <= newlines + 1,
                  "a problem is at a line of the file");
    fuzz::require(!problem.effect.empty() && !problem.remedy.empty(),
                  "a problem says what happens and what to do");
  }
  require_that_shadowed_rules_do_not_match(text.substr(0, newline), rules, observed.value);
  if (!rules.empty() && observed.value.problems.empty()) {
    // Every trap of the language is a problem, so that strict finds nothing to refuse either.
    if (asks_the_machine(rules)) return 0;
    TextRequest client(text.substr(0, newline));
    Silence diagnostics;
    wrappers::Evaluation evaluation(client, diagnostics, true);
    std::string options;
    static_cast<void>(wrappers::find_match(rules, evaluation, options));
    fuzz::require(!evaluation.trap(), "rules without problems hold no trap");
  }
  return 0;
}
