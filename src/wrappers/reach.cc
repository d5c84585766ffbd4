#include "wrappers/reach.h"

#include <functional>
#include <optional>
#include <utility>

#include "wrappers/line_reader.h"
#include "wrappers/pattern_reach.h"
#include "wrappers/plain_request.h"
#include "wrappers/rule.h"
#include "wrappers/rule_outcome.h"
#include "wrappers/text.h"
#include "wrappers/trap.h"

namespace portreeve::wrappers {
namespace {

using core::Family;

// What a rule makes of the clients that it matches.
struct Outcome {
  bool lets_in = false;
  bool has_command = false;  ///< an aclexec may keep the rule from counting
};

// `lets_in` is what the rule's file says where its options do not.
Outcome outcome_in(const Rule& rule, bool lets_in) {
  switch (outcome_of(rule)) {
    case StaticOutcome::kAllows:
      return {true, false};
    case StaticOutcome::kDenies:
    case StaticOutcome::kFails:
    case StaticOutcome::kTwists:
      return {false, false};
    case StaticOutcome::kDepends:
      return {lets_in, true};
    case StaticOutcome::kPasses:
      break;
  }
  return {lets_in, false};
}

// Whether the daemon list is for the daemon: certainly, certainly not, or nothing when it depends on the
// server.
std::optional<bool> is_for_daemon(std::string_view list, std::string_view daemon) {
  TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    const QualifiedPattern parts = split_pattern(token);
    if (parts.is_qualified || parse_port_pattern(token)) return std::nullopt;
  }
  PlainRequest request{std::string(daemon), {}};
  NoDiagnostics silence;
  Evaluation evaluation(request, silence, false);
  return matches_daemons(list, evaluation);
}

class Walk {
 public:
  Walk(std::string_view daemon, std::function<FileText(const std::string&)> read_pattern_file)
      : daemon_(daemon), patterns_(std::move(read_pattern_file)) {}

  void go_through(const RuleTexts::File& file, bool lets_in) {
    if (!file.fault.empty()) {
      end_unusable(lets_in);
      return;
    }
    LineReader lines(file.text);
    while (const auto line = lines.next()) {
      if (!line->is_complete) {
        reach_.messages.push_back(concat({file.path, ", line ", decimal(line->number), ": ",
                                          wrappers::explanation(Trap::kUnterminatedLine)}));
        end_unusable(lets_in);
        return;
      }
      if (is_blank_or_comment(line->text)) continue;
      if (const auto rule = parse_rule(line->text)) apply(*rule, *line, file.path, lets_in);
    }
  }

  Reach finish() {
    grant(ipv4_, ipv6_);
    reach_.ipv4_allowed = granted_ipv4_;
    reach_.ipv6_allowed = granted_ipv6_;
    reach_.ipv4_allowed.remove(denied_ipv4_);
    reach_.ipv6_allowed.remove(denied_ipv6_);
    reach_.ipv4_depends = granted_ipv4_;
    reach_.ipv6_depends = granted_ipv6_;
    reach_.ipv4_depends.keep(denied_ipv4_);
    reach_.ipv6_depends.keep(denied_ipv6_);
    return std::move(reach_);
  }

 private:
  void grant(const AddressSet& ipv4, const AddressSet& ipv6) {
    granted_ipv4_.add(ipv4);
    granted_ipv6_.add(ipv6);
  }
  void deny(const AddressSet& ipv4, const AddressSet& ipv6) {
    denied_ipv4_.add(ipv4);
    denied_ipv6_.add(ipv6);
  }

  // An allow table that cannot be used does not grant; a deny table that cannot be used refuses all who come
  // to it.
  void end_unusable(bool lets_in) {
    if (lets_in) return;
    deny(ipv4_, ipv6_);
    ipv4_ = AddressSet(Family::kIpv4);
    ipv6_ = AddressSet(Family::kIpv6);
  }

  void apply(const Rule& rule, const LogicalLine& line, const std::string& path, bool lets_in) {
    const std::optional<bool> is_ours = is_for_daemon(rule.daemons, daemon_);
    if (is_ours == false) return;
    const Outcome outcome = outcome_in(rule, lets_in);
    Match match = patterns_.of_list(rule.clients);
    if (!is_ours) match.conditions.insert("the address and port of the server");
    if (outcome.has_command) match.conditions.insert("a command");

    match.ipv4_possible.keep(ipv4_);
    match.ipv6_possible.keep(ipv6_);
    if (match.ipv4_possible.empty() && match.ipv6_possible.empty()) return;
    if (outcome.lets_in) {
      grant(match.ipv4_possible, match.ipv6_possible);
    } else {
      deny(match.ipv4_possible, match.ipv6_possible);
    }
    if (is_ours && !outcome.has_command) {
      ipv4_.remove(match.ipv4_certain);
      ipv6_.remove(match.ipv6_certain);
    }
    for (const std::string& condition : match.conditions) {
      reach_.conditions.push_back({path, line.number, std::string(trim_spaces(line.text)), condition});
    }
  }

  const std::string_view daemon_;
  PatternReach patterns_;
  Reach reach_;
  // Who may come to the rule that is looked at, and who has been let in or refused by one that may match.
  AddressSet ipv4_ = AddressSet::all(Family::kIpv4);
  AddressSet ipv6_ = AddressSet::all(Family::kIpv6);
  AddressSet granted_ipv4_{Family::kIpv4};
  AddressSet granted_ipv6_{Family::kIpv6};
  AddressSet denied_ipv4_{Family::kIpv4};
  AddressSet denied_ipv6_{Family::kIpv6};
};

}  // namespace

Reach who_may_connect(const std::vector<RuleTexts::File>& files, const Tables& tables,
                      std::string_view daemon,
                      const std::function<FileText(const std::string& path)>& read_pattern_file) {
  Walk walk(daemon, read_pattern_file);
  for (const RuleTexts::File& file : files)
    walk.go_through(file, file.path == tables.allow);
  return walk.finish();
}

}  // namespace portreeve::wrappers
