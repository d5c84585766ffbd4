#pragma once

#include <string_view>

namespace portreeve::wrappers {

/// A line of a rule file, for messages. An empty file means that a message is about no line in particular.
struct Position {
  std::string_view file;
  int line = 0;
};

/// Where the engine says what it could not do, and what it is doing. The library writes to syslog(3), the
/// tools to their reports.
class Diagnostics {
 public:
  Diagnostics() = default;
  Diagnostics(const Diagnostics&) = delete;
  Diagnostics& operator=(const Diagnostics&) = delete;
  virtual ~Diagnostics() = default;

  /// Something is wrong with a rule, and the decision goes on without it.
  virtual void warning(const Position& where, std::string_view text) = 0;
  /// Something is wrong with a rule, and the client is refused for it.
  virtual void error(const Position& where, std::string_view text) = 0;
  /// An event that an administrator may want to see in the log.
  virtual void notice(std::string_view text) = 0;
  /// A rule has matched.
  virtual void matched(const Position& /*where*/) {}
  /// An option is about to run; its value is expanded.
  virtual void option(std::string_view /*keyword*/, std::string_view /*value*/) {}
};

/// Says nothing, for questions that are asked on the side.
class NoDiagnostics : public Diagnostics {
 public:
  void warning(const Position& /*where*/, std::string_view /*text*/) override {}
  void error(const Position& /*where*/, std::string_view /*text*/) override {}
  void notice(std::string_view /*text*/) override {}
};

}  // namespace portreeve::wrappers
