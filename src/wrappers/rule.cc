#include "wrappers/rule.h"

#include <cstdlib>
#include <string>

#include "wrappers/host_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

bool matches_daemon_name(std::string_view pattern, Evaluation& evaluation) {
  const auto port = parse_port_pattern(pattern);
  if (!port) return matches_text(pattern, evaluation.request.daemon());
  if (port->wraps) evaluation.meet(Trap::kPortWrapsAround);
  return evaluation.request.port(Side::kServer) == port->port;
}

bool matches_daemon(std::string_view pattern, Evaluation& evaluation) {
  const QualifiedPattern parts = split_pattern(pattern);
  if (!parts.is_qualified) return matches_daemon_name(pattern, evaluation);
  return matches_daemon_name(parts.who, evaluation) && matches_host(parts.where, Side::kServer, evaluation);
}

bool matches_client(std::string_view pattern, Evaluation& evaluation) {
  const QualifiedPattern parts = split_pattern(pattern);
  if (!parts.is_qualified) return matches_host(pattern, Side::kClient, evaluation);
  return matches_host(parts.where, Side::kClient, evaluation) &&
         matches_text(parts.who, evaluation.request.user());
}

// A list is ITEMS [EXCEPT list]. Each EXCEPT that is reached after a match turns the verdict around, and an
// EXCEPT that is reached before one ends the list: what follows can only take away from nothing.
template <typename Matches>
bool matches_list(std::string_view list, Evaluation& evaluation, Matches matches) {
  TokenReader tokens(list);
  bool verdict = false;
  for (;;) {
    std::string_view token = tokens.next();
    while (!token.empty() && !equal_ignoring_case(token, "EXCEPT") && !matches(token, evaluation)) {
      if (evaluation.trap()) return false;
      token = tokens.next();
    }
    if (evaluation.trap()) return false;
    if (token.empty() || equal_ignoring_case(token, "EXCEPT")) return verdict;
    verdict = !verdict;
    do {
      token = tokens.next();
    } while (!token.empty() && !equal_ignoring_case(token, "EXCEPT"));
    if (token.empty()) return verdict;
  }
}

// "#" where only the first column would have made it a comment.
void look_for_hash(const Rule& rule, Evaluation& evaluation) {
  for (const std::string_view list : {rule.daemons, rule.clients}) {
    TokenReader tokens(list);
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
      if (token.starts_with('#')) evaluation.meet(Trap::kHashInRule);
    }
  }
}

}  // namespace

std::optional<Rule> parse_rule(std::string_view line) {
  const std::size_t first = find_outside_brackets(line, ':');
  if (first == std::string_view::npos) return std::nullopt;
  Rule rule;
  rule.daemons = line.substr(0, first);
  rule.clients = line.substr(first + 1);
  const std::size_t second = find_outside_brackets(rule.clients, ':');
  if (second != std::string_view::npos) {
    rule.has_options = true;
    rule.options = rule.clients.substr(second + 1);
    rule.clients = rule.clients.substr(0, second);
  }
  return rule;
}

bool is_blank_or_comment(std::string_view line) {
  return line.starts_with('#') || line.find_first_not_of(kBlanks) == std::string_view::npos;
}

bool matches_daemons(std::string_view list, Evaluation& evaluation) {
  return matches_list(list, evaluation, matches_daemon);
}

bool matches_clients(std::string_view list, Evaluation& evaluation) {
  return matches_list(list, evaluation, matches_client);
}

bool matches_rule(const Rule& rule, Evaluation& evaluation) {
  if (evaluation.is_strict) look_for_hash(rule, evaluation);
  return !evaluation.trap() && matches_daemons(rule.daemons, evaluation) &&
         matches_clients(rule.clients, evaluation);
}

QualifiedPattern split_pattern(std::string_view pattern) {
  if (pattern.empty()) return {};
  const std::size_t at = find_outside_brackets(pattern.substr(1), '@');
  if (at == std::string_view::npos) return {pattern, pattern, false};
  return {pattern.substr(0, at + 1), pattern.substr(at + 2), true};
}

std::optional<PortPattern> parse_port_pattern(std::string_view pattern) {
  // Nearly every daemon pattern is a name. (The C function skips blanks of any kind before a number.)
  if (pattern.empty() || (to_lower(pattern.front()) >= 'a' && to_lower(pattern.front()) <= 'z'))
    return std::nullopt;
  const std::string digits(pattern);
  char* end = nullptr;
  const unsigned long number = std::strtoul(digits.c_str(), &end, 10);
  if (end == digits.c_str() || *end != '\0') return std::nullopt;
  const auto wrapped = static_cast<std::uint32_t>(number);
  if (wrapped > 65535) return std::nullopt;
  return PortPattern{static_cast<std::uint16_t>(wrapped), wrapped != number};
}

}  // namespace portreeve::wrappers
