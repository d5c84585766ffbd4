#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// The fields of one rule: "daemons : clients [: options]", views into its line.
struct Rule {
  std::string_view daemons;
  std::string_view clients;
  std::string_view options;  ///< all that follows the second colon, the newline included
  bool has_options = false;  ///< whether there is a second colon
};

/// Cuts a logical line at its first two colons outside brackets; nothing when it has none.
[[nodiscard]] std::optional<Rule> parse_rule(std::string_view line);

/// Whether a line holds no rule: it is blank, or "#" is its first byte.
[[nodiscard]] bool is_blank_or_comment(std::string_view line);

/// Whether a rule is for this request: its daemon list matches and then, only asked after that, its client
/// list.
///
/// A list matches when one of its patterns does and what follows the next EXCEPT, a list again, does not. Of
/// user@host the host is asked first, of daemon@host the daemon.
[[nodiscard]] bool matches_rule(const Rule& rule, Evaluation& evaluation);

/// Whether the daemon list alone, or the client list alone, matches.
[[nodiscard]] bool matches_daemons(std::string_view list, Evaluation& evaluation);
[[nodiscard]] bool matches_clients(std::string_view list, Evaluation& evaluation);

/// A member of a list in its two parts: who, and "@" where. Without an "@" (one in first place counts for
/// nothing) a client pattern is all `where` and a daemon pattern is all `who`.
struct QualifiedPattern {
  std::string_view who;
  std::string_view where;
  bool is_qualified = false;
};
[[nodiscard]] QualifiedPattern split_pattern(std::string_view pattern);

/// The port that a daemon pattern stands for: the pattern reads as a number up to 65535. A number above 2^32
/// is taken modulo 2^32, as scanf(3) does; `wraps` says so.
struct PortPattern {
  std::uint16_t port = 0;
  bool wraps = false;
};
[[nodiscard]] std::optional<PortPattern> parse_port_pattern(std::string_view pattern);

}  // namespace portreeve::wrappers
