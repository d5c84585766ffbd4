#include "wrappers/rule_index.h"

#include <algorithm>
#include <cstddef>

#include "wrappers/rule_index_builder.h"
#include "wrappers/rule_key.h"

namespace portreeve::wrappers {

/// One look-up: the lists of candidates that the client's keys lead to, merged in the order of the file.
class RuleIndex::Search {
 public:
  Search(const RuleIndex& index, Evaluation& evaluation) : index_(index), evaluation_(evaluation) {}

  TableMatch run(std::string& buffer) {
    if (index_.lines_.empty()) return {};
    const std::string_view daemon = without_mapped_prefix(evaluation_.request.daemon());
    groups_ = {{{hash_whole(daemon), index_.kinds_of_daemons_}, {kAnyDaemon, index_.kinds_of_any_daemon_}}};
    add_what_is_looked_up();
    add_everybody();
    for (auto number = next(); number != kNone; number = next()) {
      const Line& line = index_.lines_[number];
      evaluation_.position.line = line.number;
      const TableMatch match = try_line(line, buffer);
      if (match.kind != TableMatch::Kind::kNone) return match;
      add_what_is_looked_up();
      last_ = number;
    }
    return {};
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  // The rules for one daemon, or for any, and which kinds of keys such rules have.
  struct Group {
    std::uint64_t hash = 0;
    KeyKinds kinds;
  };

  // Where one key's list has been read to. A list of rules that need something is no longer read once that is
  // known.
  struct List {
    const std::uint32_t* at = nullptr;
    KeyKind kind = KeyKind::kEverybody;
    [[nodiscard]] std::uint32_t line() const { return *at & ~kLast; }
  };

  TableMatch try_line(const Line& line, std::string& buffer) {
    switch (line.kind) {
      case Line::Kind::kUnterminated:
        warn_of_unterminated_line(evaluation_);
        if (!evaluation_.trap()) return {TableMatch::Kind::kUnusable, line.number, false, {}};
        break;
      case Line::Kind::kWithoutSeparator:
        warn_of_missing_separator(evaluation_);
        break;
      case Line::Kind::kSwallowed:
        evaluation_.meet(Trap::kSwallowedLine);
        break;
      case Line::Kind::kRule:
        if (const Rule rule = index_.rule_of(line); matches_rule(rule, evaluation_)) {
          buffer = rule.options;
          return {TableMatch::Kind::kMatched, line.number, rule.has_options, buffer};
        }
        break;
    }
    if (evaluation_.trap()) return {TableMatch::Kind::kTrapped, line.number, false, {}};
    return {};
  }

  // The next candidate after last_, or kNone.
  std::uint32_t next() {
    std::uint32_t first = kNone;
    for (std::size_t i = 0; i < count_; ++i) {
      List& list = at(i);
      while (list.at != nullptr && last_ != kNone && list.line() <= last_) {
        list.at = (*list.at & kLast) != 0 ? nullptr : list.at + 1;
      }
      if (list.at != nullptr && !is_done(list.kind)) first = std::min(first, list.line());
    }
    return first;
  }

  [[nodiscard]] bool is_done(KeyKind kind) const {
    return (kind == KeyKind::kNeedsAddress && has_address_) || (kind == KeyKind::kNeedsName && has_name_);
  }

  void add(KeyKind kind, std::uint64_t length, std::uint64_t hash) {
    for (const Group& group : groups_) {
      if (!group.kinds.has(kind)) continue;
      const std::uint32_t* const postings = index_.find_postings(make_key(group.hash, kind, length, hash));
      if (postings == nullptr) continue;
      if (count_ < few_.size()) {
        few_[count_] = {postings, kind};
      } else {
        more_.push_back({postings, kind});
      }
      ++count_;
    }
  }

  List& at(std::size_t i) { return i < few_.size() ? few_[i] : more_[i - few_.size()]; }

  void add_everybody() {
    add(KeyKind::kEverybody, 0, 0);
    if (!has_address_) add(KeyKind::kNeedsAddress, 0, 0);
    if (!has_name_) add(KeyKind::kNeedsName, 0, 0);
  }

  // Everything that patterns may ask of a text.
  void add_text(std::string_view text) {
    add(KeyKind::kEqual, 0, hash_whole(text));
    add_beginnings(text);
    add_ends(text);
  }

  void add_beginnings(std::string_view text) {
    TextHash hash;
    const std::size_t longest = std::min(text.size(), index_.beginnings_.longest());
    for (std::size_t length = 1; length <= longest; ++length) {
      hash.add(text[length - 1]);
      if (index_.beginnings_.has(length)) add(KeyKind::kBegins, length, hash.value());
    }
  }

  void add_ends(std::string_view text) {
    TextHash hash;
    const std::size_t longest = std::min(text.size(), index_.ends_.longest());
    for (std::size_t length = 1; length <= longest; ++length) {
      hash.add(text[text.size() - length]);
      if (index_.ends_.has(length)) add(KeyKind::kEnds, length, hash.value());
    }
  }

  void add_ipv6(const Ipv6Bytes& address) {
    for (std::size_t length = 0; length < index_.ipv6_lengths_.size(); ++length) {
      if (!index_.ipv6_lengths_.test(length)) continue;
      add(KeyKind::kIpv6Network, length, hash_network(address, static_cast<int>(length)));
    }
  }

  void add_address() {
    has_address_ = true;
    HostAddress& address = evaluation_.address(Side::kClient);
    add_text(address.text());
    if (index_.ipv4_masks_.empty() && index_.ipv6_lengths_.none()) return;
    if (const auto ipv4 = address.ipv4()) {
      for (const std::uint32_t mask : index_.ipv4_masks_) {
        add(KeyKind::kIpv4Network, 0, hash_network(Ipv4Network{*ipv4 & mask, mask}));
      }
    } else if (index_.ipv6_lengths_.any()) {
      if (const auto ipv6 = address.ipv6()) add_ipv6(*ipv6);
    }
  }

  // Once the client's address or name is known, the rules for it are found by keys, and no longer one by one
  // because they need it: what is looked up, and when, is the same as without an index.
  void add_what_is_looked_up() {
    if (!has_address_ && !evaluation_.request.address_if_looked_up(Side::kClient).empty()) add_address();
    if (!has_name_) add_name_if_looked_up();
  }

  // (A name that reads as an IPv6 address is compared with patterns in brackets.)
  void add_name_if_looked_up() {
    if (!may_need_name()) return;
    const std::string_view name = without_mapped_prefix(evaluation_.request.name_if_looked_up(Side::kClient));
    if (name.empty()) return;
    has_name_ = true;
    add_text(name);
    if (index_.ipv6_lengths_.none()) return;
    if (const auto ipv6 = parse_ipv6(name)) add_ipv6(*ipv6);
  }

  // Whether any rule for this daemon asks for names at all.
  [[nodiscard]] bool may_need_name() const {
    return groups_[0].kinds.has(KeyKind::kNeedsName) || groups_[1].kinds.has(KeyKind::kNeedsName);
  }

  const RuleIndex& index_;
  Evaluation& evaluation_;
  std::array<Group, 2> groups_{};
  std::array<List, 8> few_{};
  std::vector<List> more_;
  std::size_t count_ = 0;
  std::uint32_t last_ = kNone;
  bool has_address_ = false;
  bool has_name_ = false;
};

RuleIndex::RuleIndex(std::string_view text, bool is_strict) {
  Builder(*this, is_strict).build(text);
}

const std::uint32_t* RuleIndex::find_postings(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t place = key & mask; slots_[place].first != kEmpty; place = (place + 1) & mask) {
    if (slots_[place].fingerprint == static_cast<std::uint32_t>(key >> 32))
      return &postings_[slots_[place].first];
  }
  return nullptr;
}

Rule RuleIndex::rule_of(const Line& line) const {
  const std::string_view whole = text_;
  Rule rule;
  rule.daemons = whole.substr(line.start, line.daemons);
  const std::size_t clients = line.start + line.daemons + std::size_t{1};
  rule.clients = whole.substr(clients, line.clients);
  rule.has_options = line.has_options;
  if (rule.has_options) rule.options = whole.substr(clients + line.clients + 1, line.options);
  return rule;
}

TableMatch RuleIndex::find_match(Evaluation& evaluation, std::string& buffer) const {
  return Search(*this, evaluation).run(buffer);
}

}  // namespace portreeve::wrappers
