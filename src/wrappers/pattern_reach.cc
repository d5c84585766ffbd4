#include "wrappers/pattern_reach.h"

#include <bit>
#include <utility>
#include <vector>

#include "wrappers/host_pattern.h"
#include "wrappers/network_pattern.h"
#include "wrappers/rule.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

using core::Address;
using core::Family;
using core::Prefix;

Prefix any(Family family) {
  return {Address::any(family), 0};
}

core::Prefix prefix_of(const Ipv4Network& network, unsigned length) {
  return {Address::from_ipv4(network.network), length};
}

// The addresses that begin with a text; nothing when no address begins so.
std::optional<Prefix> network_of_beginning(std::string_view beginning) {
  const auto network = parse_ipv4_beginning(beginning);
  if (!network) return std::nullopt;
  return prefix_of(*network, static_cast<unsigned>(std::popcount(network->mask)));
}

void add_network(std::string_view net, std::string_view mask, Match& match) {
  if (const auto ipv4 = parse_ipv4_network(net, mask)) {
    if (ipv4->has_host_bits()) return;
    if (const auto length = core::netmask_length(Address::from_ipv4(ipv4->mask))) {
      match.add_certain(prefix_of(*ipv4, *length));
    } else {
      match.ipv4_possible.add(AddressSet::all(Family::kIpv4));
      match.conditions.insert("a mask with gaps");
    }
    return;
  }
  if (const auto ipv6 = parse_ipv6_network(net, mask)) {
    match.add_certain(Prefix(Address::from_bytes(ipv6->network), static_cast<unsigned>(ipv6->length)));
  }
}

void add_glob(std::string_view pattern, Match& match) {
  const std::size_t wildcard = pattern.find_first_of("*?");
  if (pattern == "*") {
    match.add_certain(any(Family::kIpv4));
    match.add_certain(any(Family::kIpv6));
    return;
  }
  const bool ends_in_star = wildcard + 1 == pattern.size() && pattern.back() == '*';
  if (ends_in_star) {
    if (const auto network = network_of_beginning(pattern.substr(0, wildcard))) match.add_certain(*network);
  } else {
    match.add_possible("the text of the address");
  }
  match.add_possible("host names");
}

}  // namespace

void Match::add_certain(const Prefix& prefix) {
  const AddressSet set = AddressSet::of(prefix);
  (prefix.family() == Family::kIpv4 ? ipv4_certain : ipv6_certain).add(set);
  (prefix.family() == Family::kIpv4 ? ipv4_possible : ipv6_possible).add(set);
}

void Match::add_possible(std::string condition) {
  ipv4_possible.add(AddressSet::all(Family::kIpv4));
  ipv6_possible.add(AddressSet::all(Family::kIpv6));
  conditions.insert(std::move(condition));
}

void Match::add(const Match& other) {
  ipv4_certain.add(other.ipv4_certain);
  ipv6_certain.add(other.ipv6_certain);
  ipv4_possible.add(other.ipv4_possible);
  ipv6_possible.add(other.ipv6_possible);
  conditions.insert(other.conditions.begin(), other.conditions.end());
}

void Match::except(const Match& other) {
  ipv4_certain.remove(other.ipv4_possible);
  ipv6_certain.remove(other.ipv6_possible);
  ipv4_possible.remove(other.ipv4_certain);
  ipv6_possible.remove(other.ipv6_certain);
  conditions.insert(other.conditions.begin(), other.conditions.end());
}

Match PatternReach::of_pattern(std::string_view pattern) {
  Match match;
  if (pattern.empty()) return match;
  if (pattern.front() == '/') return of_file(pattern);
  if (pattern.front() == '@') {
    match.add_possible("netgroups");
  } else if (equal_ignoring_case(pattern, "ALL")) {
    match.add_certain(any(Family::kIpv4));
    match.add_certain(any(Family::kIpv6));
  } else if (const std::size_t slash = find_outside_brackets(pattern, '/'); slash != std::string_view::npos) {
    add_network(pattern.substr(0, slash), pattern.substr(slash + 1), match);
  } else if (has_wildcard(pattern)) {
    add_glob(pattern, match);
  } else if (pattern.front() == '[' && pattern.back() == ']') {
    add_network(pattern, "128", match);
  } else if (is_address_pattern(pattern)) {
    // A text of digits and dots: a whole address, its beginning ("10.1."), or its end (".3").
    if (const auto address = Address::parse(pattern)) {
      match.add_certain(Prefix::host(*address));
    } else if (const auto network = network_of_beginning(pattern); network && pattern.back() == '.') {
      match.add_certain(*network);
    } else if (pattern.front() == '.') {
      match.ipv4_possible.add(AddressSet::all(Family::kIpv4));
      match.conditions.insert("the last digits of the address");
    }
  } else {
    match.add_possible("host names");
  }
  return match;
}

// Each file is read once, however many patterns name it.
Match PatternReach::of_file(std::string_view path) {
  const std::string name(path);
  const auto [entry, is_new] = files_.try_emplace(name);
  if (!is_new) return entry->second;
  // What is found in the meantime by files that lead back here; the engine skips them there, so that it is
  // less.
  entry->second.add_possible("pattern files that lead back to themselves");
  Match match;
  const FileText file = read_pattern_file_ ? read_pattern_file_(name) : read_file(name);
  std::string_view rest = file.text;
  for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest))
    match.add(of_pattern(word.substr(0, word.find('\0'))));
  files_[name] = match;
  return match;
}

Match PatternReach::of_list(std::string_view list) {
  // ITEMS EXCEPT (ITEMS EXCEPT (...)): the parts, and then from the innermost outwards.
  std::vector<Match> parts(1);
  TokenReader tokens(list);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (equal_ignoring_case(token, "EXCEPT")) {
      parts.emplace_back();
      continue;
    }
    const QualifiedPattern parted = split_pattern(token);
    Match match = of_pattern(parted.where);
    if (parted.is_qualified && parted.who != "ALL") {
      match.ipv4_certain = AddressSet(Family::kIpv4);
      match.ipv6_certain = AddressSet(Family::kIpv6);
      match.conditions.insert("the user of the client");
    }
    parts.back().add(match);
  }
  while (parts.size() > 1) {
    const Match inner = std::move(parts.back());
    parts.pop_back();
    parts.back().except(inner);
  }
  return parts.front();
}

}  // namespace portreeve::wrappers
