#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/diagnostics.h"
#include "wrappers/options.h"
#include "wrappers/request_for_tests.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {

/// Keeps what the engine tells of, a line each: "warning: FILE, line N: TEXT".
class DiagnosticsForTests : public Diagnostics {
 public:
  std::vector<std::string> lines;
  std::vector<std::string> options;  ///< "KEYWORD VALUE"
  std::vector<int> matched_lines;

  void warning(const Position& where, std::string_view text) override { add("warning", where, text); }
  void error(const Position& where, std::string_view text) override { add("error", where, text); }
  void notice(std::string_view text) override { lines.push_back(concat({"notice: ", text})); }
  void matched(const Position& where) override { matched_lines.push_back(where.line); }
  void option(std::string_view keyword, std::string_view value) override {
    options.push_back(concat({keyword, " ", value}));
  }

 private:
  void add(std::string_view kind, const Position& where, std::string_view text) {
    lines.push_back(where.file.empty()
                        ? concat({kind, ": ", text})
                        : concat({kind, ": ", where.file, ", line ", decimal(where.line), ": ", text}));
  }
};

/// A process that keeps what options ask of it instead of doing it.
class ProcessForTests : public ProcessState {
 public:
  bool dry = false;
  bool resident = false;
  bool delegated = false;
  std::optional<int> severity;
  std::optional<int> ident_timeout;
  std::vector<std::string> twists;

  [[nodiscard]] bool is_dry_run() override { return dry; }
  void delegate() override { delegated = true; }
  [[nodiscard]] bool is_resident() override { return resident; }
  void set_severity(int priority) override { severity = priority; }
  void set_ident_timeout(int seconds) override { ident_timeout = seconds; }
  void log_twist(std::string_view text) override { twists.emplace_back(text); }
};

/// A decision that a test can look into: the request and what was told and looked up on the way.
class EvaluationForTests {
 public:
  explicit EvaluationForTests(bool strict = false) : evaluation(request, diagnostics, strict) {}

  RequestForTests request;
  DiagnosticsForTests diagnostics;
  Evaluation evaluation;
};

}  // namespace portreeve::wrappers
