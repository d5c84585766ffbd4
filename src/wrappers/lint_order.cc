#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/coverage.h"
#include "wrappers/lint_context.h"
#include "wrappers/text.h"

// What concerns several rules: those that nothing reaches, and what happens to those whom no rule names.

namespace portreeve::wrappers {
namespace {

// How many earlier rules with patterns for many clients a rule is compared with. Rules for single clients are
// found by the client, however many there are.
constexpr std::size_t kMostWideRules = 512;

std::vector<std::string_view> members(std::string_view list, bool& has_except) {
  std::vector<std::string_view> found;
  TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (is_except(token)) {
      has_except = true;
      break;
    }
    found.push_back(token);
  }
  return found;
}

struct Sets {
  std::vector<std::string_view> daemons;
  std::vector<std::string_view> clients;
  bool daemons_except = false;
  bool clients_except = false;
};

Sets sets_of(const Rule& rule) {
  Sets sets;
  sets.daemons = members(rule.daemons, sets.daemons_except);
  sets.clients = members(rule.clients, sets.clients_except);
  return sets;
}

template <typename Covers>
bool covers_all(const std::vector<std::string_view>& earlier, const std::vector<std::string_view>& later,
                Covers covers) {
  for (const std::string_view token : later) {
    bool is_covered = false;
    for (const std::string_view other : earlier)
      is_covered = is_covered || covers(other, token);
    if (!is_covered) return false;
  }
  return !later.empty();
}

// The rules so far that always decide when they match.
class Earlier {
 public:
  explicit Earlier(const std::vector<PlacedRule>& rules) : rules_(rules) {}

  void add(std::size_t index, const Sets& sets) {
    bool is_wide = false;
    for (const std::string_view client : sets.clients) {
      if (may_cover_others(client)) {
        is_wide = true;
      } else {
        by_client_.emplace(core::to_lower(client), index);
      }
    }
    if (is_wide && wide_.size() < kMostWideRules) wide_.push_back(index);
  }

  // The first rule that takes every client of a later one.
  const PlacedRule* find_cover(const Sets& later) const {
    std::optional<std::size_t> found;
    const auto consider = [&](std::size_t index) {
      if (found && *found <= index) return;
      const Sets sets = sets_of(rules_[index].rule());
      if (covers_all(sets.daemons, later.daemons, covers_daemon) &&
          covers_all(sets.clients, later.clients, covers_client))
        found = index;
    };
    if (later.clients.empty() || later.daemons.empty()) return nullptr;
    const auto [first, last] = by_client_.equal_range(core::to_lower(later.clients.front()));
    std::size_t looks = 0;
    for (auto entry = first; entry != last && looks < kMostWideRules; ++entry, ++looks)
      consider(entry->second);
    for (const std::size_t index : wide_)
      consider(index);
    return found ? &rules_[*found] : nullptr;
  }

 private:
  const std::vector<PlacedRule>& rules_;
  std::vector<std::size_t> wide_;
  std::multimap<std::string, std::size_t> by_client_;
};

bool is_all(const std::vector<std::string_view>& tokens) {
  for (const std::string_view token : tokens) {
    if (equal_ignoring_case(token, "ALL")) return true;
  }
  return false;
}

// Whether a rule refuses everybody whom it meets, but for clients that it excepts by name.
bool is_default_deny(const PlacedRule& placed) {
  const Rule rule = placed.rule();
  const Sets sets = sets_of(rule);
  if (sets.daemons_except || !is_all(sets.daemons) || !is_all(sets.clients)) return false;
  switch (outcome_of(rule)) {
    case StaticOutcome::kPasses:
    case StaticOutcome::kTwists:
      return placed.is_deny;
    case StaticOutcome::kDenies:
    case StaticOutcome::kFails:
      return true;
    case StaticOutcome::kAllows:
    case StaticOutcome::kDepends:
      return false;
  }
  return false;
}

}  // namespace

void lint_order(const std::vector<PlacedRule>& rules, LintContext& context) {
  Earlier earlier(rules);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Rule rule = rules[i].rule();
    const Sets sets = sets_of(rule);
    if (const PlacedRule* const cover = earlier.find_cover(sets)) {
      context.file = rules[i].file;
      context.line = context.rule_line = rules[i].line;
      context.is_deny = rules[i].is_deny;
      context.add("wrap.shadowed_rule", Grade::kWarning, core::trim(rules[i].text),
                  fmt::format("the rule is never reached: line {} of {} matches all that it matches",
                              cover->line, cover->file),
                  "put the rule before that one, or take it away");
    }
    const bool decides =
        !sets.daemons_except && !sets.clients_except && outcome_of(rule) != StaticOutcome::kDepends;
    if (decides) earlier.add(i, sets);
  }
}

void lint_default(const std::vector<PlacedRule>& rules, LintContext& context) {
  // A deny table that cannot be read to its end refuses whoever gets that far.
  for (const PlacedRule& rule : rules) {
    if (is_default_deny(rule)) return;
  }
  context.file = context.request.deny;
  context.line = 0;
  context.is_deny = true;
  context.rule_line = std::numeric_limits<int>::max();
  context.add("wrap.no_default_deny", Grade::kWarning, "", "whoever no rule names is let in",
              fmt::format("end {} with a line \"ALL: ALL\"", context.request.deny));
}

}  // namespace portreeve::wrappers
