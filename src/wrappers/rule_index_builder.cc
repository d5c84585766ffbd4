#include "wrappers/rule_index_builder.h"

#include <algorithm>
#include <bit>

#include "wrappers/host_pattern.h"
#include "wrappers/line_reader.h"
#include "wrappers/network_pattern.h"
#include "wrappers/rule_key.h"

namespace portreeve::wrappers {
namespace {

// A rule for more daemons than this is kept among those for any daemon, so that its clients are not entered
// many times.
constexpr std::size_t kMostGroups = 4;

// Whether a daemon pattern stands for the one daemon of that name.
bool is_plain_daemon(std::string_view pattern) {
  return pattern.find_first_of("*?[") == std::string_view::npos && !pattern.starts_with('.') &&
         !pattern.ends_with('.') && !equal_ignoring_case(pattern, "ALL") &&
         !equal_ignoring_case(pattern, "KNOWN") && !split_pattern(pattern).is_qualified &&
         !parse_port_pattern(pattern);
}

// The groups that a rule for these daemons belongs to; none when it cannot match at all.
std::vector<std::uint64_t> groups_of(std::string_view daemons) {
  std::vector<std::uint64_t> groups;
  TokenReader tokens(daemons);
  for (std::string_view token = tokens.next(); !token.empty() && !equal_ignoring_case(token, "EXCEPT");
       token = tokens.next()) {
    if (!is_plain_daemon(token) || groups.size() == kMostGroups) return {kAnyDaemon};
    groups.push_back(hash_whole(token));
  }
  return groups;
}

// Whether a daemon list asks about the server's address, which is looked up whoever the client is.
bool asks_about_server(std::string_view daemons) {
  TokenReader tokens(daemons);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (split_pattern(token).is_qualified) return true;
  }
  return false;
}

// Whether a rule may meet Trap::kHashInRule or Trap::kPortWrapsAround, whoever the client is.
bool has_trap_for_everybody(const Rule& rule) {
  for (const std::string_view list : {rule.daemons, rule.clients}) {
    TokenReader tokens(list);
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
      if (token.starts_with('#')) return true;
      const auto port = parse_port_pattern(split_pattern(token).who);
      if (port && port->wraps) return true;
    }
  }
  return false;
}

}  // namespace

void RuleIndex::Builder::build(std::string_view text) {
  index_.text_ = text;
  LineReader lines(text);
  while (const auto line = lines.next()) {
    if (!line->is_complete) {
      add_line(Line::Kind::kUnterminated, line->number);
    } else if (is_blank_or_comment(line->text)) {
      const bool is_swallowing = line->physical_lines > 1 && line->text.starts_with('#');
      if (is_strict_ && is_swallowing) add_line(Line::Kind::kSwallowed, line->number);
    } else if (const auto rule = parse_rule(line->text)) {
      // A line that stands in the file as it is is used there; one that was joined is kept behind the file's
      // text.
      const bool stands_in_file =
          line->text.data() >= text.data() && line->text.data() < text.data() + text.size();
      const std::size_t start =
          stands_in_file ? static_cast<std::size_t>(line->text.data() - text.data()) : index_.text_.size();
      if (!stands_in_file) index_.text_ += line->text;
      add_rule(*rule, start, line->number);
    } else {
      add_line(Line::Kind::kWithoutSeparator, line->number);
    }
  }
  arrange();
}

// A line that everybody comes by.
void RuleIndex::Builder::add_line(Line::Kind kind, int number) {
  Line line;
  line.kind = kind;
  line.number = number;
  index_.lines_.push_back(line);
  enter_key(kAnyDaemon, KeyKind::kEverybody);
}

void RuleIndex::Builder::add_rule(const Rule& rule, std::size_t start, int number) {
  Line line;
  line.start = static_cast<std::uint32_t>(start);
  line.number = number;
  line.daemons = static_cast<std::uint16_t>(rule.daemons.size());
  line.clients = static_cast<std::uint16_t>(rule.clients.size());
  line.options = static_cast<std::uint16_t>(rule.options.size());
  line.has_options = rule.has_options;
  index_.lines_.push_back(line);
  if (asks_about_server(rule.daemons) || (is_strict_ && has_trap_for_everybody(rule))) {
    enter_key(kAnyDaemon, KeyKind::kEverybody);
    return;
  }
  for (const std::uint64_t group : groups_of(rule.daemons))
    enter(group, rule.clients);
}

void RuleIndex::Builder::enter(std::uint64_t group, std::string_view clients) {
  TokenReader tokens(clients);
  for (std::string_view token = tokens.next(); !token.empty() && !equal_ignoring_case(token, "EXCEPT");
       token = tokens.next()) {
    const std::string_view host = split_pattern(token).where;
    if (!host.empty()) enter_host(group, host);
    enter_key(group, KeyKind::kNeedsAddress);
    if (may_need_name(host)) enter_key(group, KeyKind::kNeedsName);
  }
}

void RuleIndex::Builder::enter_host(std::uint64_t group, std::string_view pattern) {
  const bool is_dynamic = pattern.front() == '@' || pattern.front() == '/';
  if (is_dynamic || equal_ignoring_case(pattern, "ALL") || equal_ignoring_case(pattern, "KNOWN") ||
      equal_ignoring_case(pattern, "LOCAL")) {
    enter_key(group, KeyKind::kEverybody);
  } else if (const std::size_t slash = find_outside_brackets(pattern, '/'); slash != std::string_view::npos) {
    enter_network(group, pattern.substr(0, slash), pattern.substr(slash + 1));
  } else if (has_wildcard(pattern)) {
    enter_glob(group, pattern);
  } else if (pattern.front() == '.') {
    enter_end(group, pattern);
  } else if (pattern.back() == '.') {
    enter_beginning(group, pattern);
  } else if (pattern.front() == '[' && pattern.back() == ']') {
    enter_network(group, pattern, "128");
  } else {
    enter_key(group, KeyKind::kEqual, 0, hash_whole(pattern));
  }
}

void RuleIndex::Builder::enter_network(std::uint64_t group, std::string_view net, std::string_view mask) {
  const auto ipv4 = parse_ipv4_network(net, mask);
  if (ipv4 && !ipv4->has_host_bits()) {
    auto& masks = index_.ipv4_masks_;
    if (std::find(masks.begin(), masks.end(), ipv4->mask) == masks.end()) masks.push_back(ipv4->mask);
    enter_key(group, KeyKind::kIpv4Network, 0, hash_network(*ipv4));
    return;
  }
  // Under strict the others may be traps; and whether a zone exists changes while a process lives.
  if (is_strict_ || net.find('%') != std::string_view::npos) {
    enter_key(group, KeyKind::kEverybody);
    return;
  }
  const auto ipv6 = parse_ipv6_network(net, mask);
  if (!ipv6) return;
  index_.ipv6_lengths_.set(static_cast<std::size_t>(ipv6->length));
  enter_key(group, KeyKind::kIpv6Network, static_cast<std::uint64_t>(ipv6->length),
            hash_network(ipv6->network, ipv6->length));
}

// What a glob demands for certain: the longer of the literals before its first and after its last wildcard.
void RuleIndex::Builder::enter_glob(std::uint64_t group, std::string_view pattern) {
  const std::string_view beginning = pattern.substr(0, pattern.find_first_of("*?"));
  const std::string_view end = pattern.substr(pattern.find_last_of("*?") + 1);
  if (beginning.size() >= end.size()) {
    enter_beginning(group, beginning);
  } else {
    enter_end(group, end);
  }
}

void RuleIndex::Builder::enter_beginning(std::uint64_t group, std::string_view literal) {
  if (literal.empty() || literal.size() >= kLongestText) {
    enter_key(group, KeyKind::kEverybody);
    return;
  }
  index_.beginnings_.add(literal.size());
  enter_key(group, KeyKind::kBegins, literal.size(), hash_forwards(literal));
}

void RuleIndex::Builder::enter_end(std::uint64_t group, std::string_view literal) {
  if (literal.size() >= kLongestText) {
    enter_key(group, KeyKind::kEverybody);
    return;
  }
  index_.ends_.add(literal.size());
  enter_key(group, KeyKind::kEnds, literal.size(), hash_backwards(literal));
}

// Enters the newest line under a key.
void RuleIndex::Builder::enter_key(std::uint64_t group, KeyKind kind, std::uint64_t length,
                                   std::uint64_t hash) {
  (group == kAnyDaemon ? index_.kinds_of_any_daemon_ : index_.kinds_of_daemons_).add(kind);
  entries_.emplace_back(make_key(group, kind, length, hash),
                        static_cast<std::uint32_t>(index_.lines_.size() - 1));
}

// Lays the entries out: the lines of each key in the order of the file, the last one marked, and the hash
// table of keys.
void RuleIndex::Builder::arrange() {
  std::sort(entries_.begin(), entries_.end());
  entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
  std::size_t keys = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    keys += i == 0 || entries_[i].first != entries_[i - 1].first;

  index_.slots_.resize(std::bit_ceil(keys + keys / 2 + 2));
  index_.postings_.reserve(entries_.size());
  const std::size_t mask = index_.slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto [key, line] = entries_[i];
    const bool is_first = i == 0 || entries_[i - 1].first != key;
    const bool is_last = i + 1 == entries_.size() || entries_[i + 1].first != key;
    if (is_first) {
      std::size_t place = key & mask;
      while (index_.slots_[place].first != kEmpty)
        place = (place + 1) & mask;
      index_.slots_[place] = {static_cast<std::uint32_t>(key >> 32),
                              static_cast<std::uint32_t>(index_.postings_.size())};
    }
    index_.postings_.push_back(is_last ? line | kLast : line);
  }
  index_.text_.shrink_to_fit();
  index_.lines_.shrink_to_fit();
}

}  // namespace portreeve::wrappers
