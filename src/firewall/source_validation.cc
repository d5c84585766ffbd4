#include "firewall/source_validation.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace portreeve::firewall {
namespace {

using core::Family;
using core::Json;
using Families = std::set<Family>;

// The member of an object; null when there is none or the value is no object. A rule set from a capture can
// have any form, so nothing is taken for granted.
const Json& member(const Json& value, const char* name) {
  static const Json none;
  if (!value.is_object()) return none;
  const auto found = value.find(name);
  return found == value.end() ? none : *found;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

Families families_of_table(std::string_view family) {
  if (family == "ip") return {Family::kIpv4};
  if (family == "ip6") return {Family::kIpv6};
  if (family == "inet") return {Family::kIpv4, Family::kIpv6};
  return {};
}

Families both_in(const Families& left, const Families& right) {
  Families both;
  std::ranges::set_intersection(left, right, std::inserter(both, both.end()));
  return both;
}

/// What a rule does as far as it matters here.
struct Rule {
  Families families;           ///< those whose packets it applies to
  bool matches_other = false;  ///< whether it matches on anything but the family and the source's route
  bool is_exempting = false;   ///< whether it matches only what source validation has to leave alone
  bool validates = false;      ///< whether it matches packets without a route back
  Mechanism mechanism = Mechanism::kNftablesFib;
  std::optional<bool> is_strict;
  std::string verdict;  ///< "drop", "accept", ...; empty if it has none
};

// `meta nfproto ipv6` and `meta nfproto != ipv6`
void apply_family_match(const Json& match, Rule& rule) {
  const std::string name = text(member(match, "right"));
  const Families named = name == "ipv4"   ? Families{Family::kIpv4}
                         : name == "ipv6" ? Families{Family::kIpv6}
                                          : Families{};
  if (named.empty()) {
    rule.matches_other = true;
  } else if (text(member(match, "op")) == "!=") {
    std::erase_if(rule.families, [&](Family family) { return named.contains(family); });
  } else {
    rule.families = both_in(rule.families, named);
  }
}

// `fib saddr . mark . iif oif missing`: the flags come in any order, and "missing" is false or "0".
bool is_missing_route(const Json& match, std::set<std::string>& flags) {
  const Json& fib = member(member(match, "left"), "fib");
  const Json& right = member(match, "right");
  const bool missing = right == Json(false) || right == Json("0") || right == Json(0);
  if (text(member(fib, "result")) != "oif" || !missing || text(member(match, "op")) == "!=") return false;
  const Json& names = member(fib, "flags");
  if (names.is_string()) flags.insert(text(names));
  if (names.is_array()) {
    for (const Json& name : names)
      flags.insert(text(name));
  }
  return flags.contains("saddr") && !flags.contains("daddr");
}

// Packets that have no route back and are genuine all the same: those of the host itself, of IPv6
// autoconfiguration (an address not yet known, a link-local one) and of neighbour discovery (RFC 4861).
bool is_exemption(const Json& match) {
  if (text(member(match, "op")) == "!=") return false;
  const Json& left = member(match, "left");
  const Json& right = member(match, "right");
  const std::string meta_key = text(member(member(left, "meta"), "key"));
  if (meta_key == "iif" || meta_key == "iifname") return text(right) == "lo";
  const Json& payload = member(left, "payload");
  const std::string field = text(member(payload, "protocol")) + " " + text(member(payload, "field"));
  if (field == "icmpv6 type") return true;
  if (field != "ip6 saddr") return false;
  const Json& prefix = member(right, "prefix");
  return text(right) == "::" ||
         (text(member(prefix, "addr")) == "fe80::" && member(prefix, "len") == Json(10));
}

void apply_match(const Json& match, Rule& rule) {
  std::set<std::string> flags;
  if (text(member(member(member(match, "left"), "meta"), "key")) == "nfproto") {
    apply_family_match(match, rule);
  } else if (is_missing_route(match, flags)) {
    rule.validates = true;
    rule.mechanism = Mechanism::kNftablesFib;
    rule.is_strict = flags.contains("iif");
  } else {
    rule.matches_other = true;
    rule.is_exempting = rule.is_exempting || is_exemption(match);
  }
}

// A match that only the xtables code of the kernel understands; its options are not in the JSON.
void apply_xtables(const Json& extension, Rule& rule) {
  if (text(member(extension, "type")) == "match" && text(member(extension, "name")) == "rpfilter") {
    rule.validates = true;
    rule.mechanism = Mechanism::kIptablesRpfilter;
  } else {
    rule.matches_other = true;
  }
}

Rule read_rule(const Json& rule_json, const Families& families) {
  Rule rule{.families = families, .is_strict = {}, .verdict = {}};
  const Json& statements = member(rule_json, "expr");
  if (!statements.is_array()) return rule;
  for (const Json& statement : statements) {
    if (!statement.is_object() || statement.empty()) continue;
    const std::string& kind = statement.begin().key();
    if (kind == "match") {
      apply_match(statement.front(), rule);
    } else if (kind == "xt") {
      apply_xtables(statement.front(), rule);
    } else if (kind == "drop" || kind == "reject" || kind == "accept" || kind == "return" || kind == "jump" ||
               kind == "goto") {
      rule.verdict = kind;
    } else if (kind != "counter" && kind != "log") {
      rule.matches_other = true;
    }
  }
  return rule;
}

bool is_refusal(const Rule& rule) {
  return rule.verdict == "drop" || rule.verdict == "reject";
}

// Whether packets that nobody has validated pass by the rest of the chain.
bool leads_past(const Rule& rule) {
  return !rule.verdict.empty() && !is_refusal(rule) && !rule.validates && !rule.is_exempting;
}

// The table's family, the table and the chain: what names a chain.
using ChainName = std::tuple<std::string, std::string, std::string>;

ChainName chain_name(const Json& object, const char* name_member) {
  return {text(member(object, "family")), text(member(object, "table")), text(member(object, name_member))};
}

// The families whose packets still reach the end of each prerouting chain.
std::map<ChainName, Families> prerouting_chains(const Json& objects) {
  std::map<ChainName, Families> chains;
  for (const Json& object : objects) {
    const Json& chain = member(object, "chain");
    // A chain of type nat sees the first packet of a connection alone.
    if (text(member(chain, "hook")) != "prerouting" || text(member(chain, "type")) != "filter") continue;
    chains[chain_name(chain, "name")] = families_of_table(text(member(chain, "family")));
  }
  return chains;
}

}  // namespace

std::string_view to_string(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::kNftablesFib:
      return "nftables fib rule";
    case Mechanism::kIptablesRpfilter:
      return "iptables rpfilter match";
    case Mechanism::kFirewalld:
      return "firewalld IPv6_rpfilter";
  }
  return "unknown";
}

std::vector<SourceValidation> find_source_validation(const Json& ruleset) {
  std::vector<SourceValidation> found;
  const Json& objects = member(ruleset, "nftables");
  if (!objects.is_array()) return found;
  std::map<ChainName, Families> chains = prerouting_chains(objects);
  for (const Json& object : objects) {
    const Json& rule_json = member(object, "rule");
    const auto chain = chains.find(chain_name(rule_json, "chain"));
    if (chain == chains.end()) continue;
    const Rule rule = read_rule(rule_json, chain->second);
    if (rule.validates && !rule.matches_other && is_refusal(rule)) {
      const auto& [table_family, table, name] = chain->first;
      for (const Family family : rule.families) {
        found.push_back({family, rule.mechanism, rule.is_strict,
                         fmt::format("table {} {}, chain {}", table_family, table, name)});
      }
    } else if (leads_past(rule)) {
      // Like `meta nfproto != ipv6 accept` or `iifname "eth0" accept`: not all packets of the family get
      // further.
      std::erase_if(chain->second, [&](Family family) { return rule.families.contains(family); });
    }
  }
  return found;
}

bool has_rules(const Json& ruleset) {
  const Json& objects = member(ruleset, "nftables");
  return objects.is_array() &&
         std::ranges::any_of(objects, [](const Json& object) { return member(object, "rule").is_object(); });
}

}  // namespace portreeve::firewall
