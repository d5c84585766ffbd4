#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/filter.h"
#include "sockets/filter_words.h"

namespace portreeve::sockets {
namespace {

using Operator = Filter::Operator;
using Comparison = Filter::Comparison;
template <typename T>
using Spelling = std::pair<std::string_view, T>;

enum class Keyword : std::uint8_t {
  kOpen,
  kClose,
  kNot,
  kAnd,
  kOr,
  kSource,
  kDestination,
  kSourcePort,
  kDestinationPort,
  kDevice,
  kMark,
  kCgroup,
  kAutobound,
};

constexpr std::array kKeywords{
    Spelling<Keyword>{"(", Keyword::kOpen},
    Spelling<Keyword>{")", Keyword::kClose},
    Spelling<Keyword>{"!", Keyword::kNot},
    Spelling<Keyword>{"not", Keyword::kNot},
    Spelling<Keyword>{"&", Keyword::kAnd},
    Spelling<Keyword>{"&&", Keyword::kAnd},
    Spelling<Keyword>{"and", Keyword::kAnd},
    Spelling<Keyword>{"|", Keyword::kOr},
    Spelling<Keyword>{"||", Keyword::kOr},
    Spelling<Keyword>{"or", Keyword::kOr},
    Spelling<Keyword>{"src", Keyword::kSource},
    Spelling<Keyword>{"dst", Keyword::kDestination},
    Spelling<Keyword>{"sport", Keyword::kSourcePort},
    Spelling<Keyword>{"dport", Keyword::kDestinationPort},
    Spelling<Keyword>{"dev", Keyword::kDevice},
    Spelling<Keyword>{"fwmark", Keyword::kMark},
    Spelling<Keyword>{"cgroup", Keyword::kCgroup},
    Spelling<Keyword>{"autobound", Keyword::kAutobound},
};

constexpr std::array kComparisons{
    Spelling<Comparison>{"=", Comparison::kEqual},
    Spelling<Comparison>{"==", Comparison::kEqual},
    Spelling<Comparison>{"eq", Comparison::kEqual},
    Spelling<Comparison>{"!=", Comparison::kNotEqual},
    Spelling<Comparison>{"ne", Comparison::kNotEqual},
    Spelling<Comparison>{"neq", Comparison::kNotEqual},
    Spelling<Comparison>{"<", Comparison::kLess},
    Spelling<Comparison>{"lt", Comparison::kLess},
    Spelling<Comparison>{"<=", Comparison::kLessOrEqual},
    Spelling<Comparison>{"le", Comparison::kLessOrEqual},
    Spelling<Comparison>{"leq", Comparison::kLessOrEqual},
    Spelling<Comparison>{">", Comparison::kGreater},
    Spelling<Comparison>{"gt", Comparison::kGreater},
    Spelling<Comparison>{">=", Comparison::kGreaterOrEqual},
    Spelling<Comparison>{"ge", Comparison::kGreaterOrEqual},
    Spelling<Comparison>{"geq", Comparison::kGreaterOrEqual},
};

template <typename T, std::size_t kSize>
std::optional<T> look_up(const std::array<Spelling<T>, kSize>& spellings, std::string_view word) {
  const auto* const found = std::ranges::find(spellings, word, &Spelling<T>::first);
  return found == spellings.end() ? std::nullopt : std::optional(found->second);
}

/// What is open at one level of parentheses.
struct Level {
  bool has_left = false;                 // whether an operand stands to the left already
  Operator connective = Operator::kAnd;  // what joins the next one to it
  std::size_t negations = 0;             // in front of the next operand
  bool wants_operand = true;             // at the start, and behind an operator
};

}  // namespace

/// Reads an expression from the left and writes the program of a Filter: conditions as they come, an operator
/// as soon as what it applies to is complete. Parentheses are levels on a stack, so nothing recurses.
class FilterParser {
 public:
  FilterParser(std::string expression, const FilterContext& context, const FilterNames& names)
      : expression_(std::move(expression)),
        context_(context),
        names_(names),
        words_(split_filter(expression_)) {}

  tl::expected<Filter, FilterError> parse() {
    if (words_.empty()) return Filter();
    while (next_ < words_.size()) {
      if (!parse_word()) return tl::unexpected(std::move(error_));
    }
    if (levels_.back().wants_operand) {
      fail_at_end(fmt::format("expected a condition behind {}", quoted(words_.back())));
    } else if (levels_.size() > 1) {
      fail_at_end("expected \")\" for the \"(\" that is open");
    }
    if (!error_.reason.empty()) return tl::unexpected(std::move(error_));
    return std::move(filter_);
  }

 private:
  static std::string quoted(const FilterWord& word) { return "\"" + core::printable(word.text) + "\""; }

  bool fail(std::size_t offset, std::size_t length, std::string reason) {
    error_ = {expression_, offset, length, std::move(reason)};
    return false;
  }

  bool fail(const FilterWord& word, std::string reason) {
    return fail(word.offset, word.length, std::move(reason));
  }

  void fail_at_end(std::string reason) { static_cast<void>(fail(expression_.size(), 0, std::move(reason))); }

  bool parse_word() {
    const FilterWord& word = words_[next_++];
    const auto keyword = look_up(kKeywords, word.text);
    Level& level = levels_.back();
    if (!keyword) return fail_unknown(word);
    switch (*keyword) {
      case Keyword::kOpen:
        join();
        if (levels_.size() > Filter::kMaximumDepth) return fail(word, "parentheses are nested too deeply");
        levels_.emplace_back();
        return true;
      case Keyword::kNot:
        join();
        ++level.negations;
        level.wants_operand = true;
        return true;
      case Keyword::kClose:
        if (level.wants_operand) return fail(word, "expected a condition, not \")\"");
        if (levels_.size() == 1) return fail(word, "there is no \"(\" for this \")\"");
        levels_.pop_back();
        complete_operand();
        return true;
      case Keyword::kAnd:
      case Keyword::kOr:
        if (level.wants_operand) return fail(word, fmt::format("expected a condition, not {}", quoted(word)));
        level.connective = *keyword == Keyword::kAnd ? Operator::kAnd : Operator::kOr;
        level.wants_operand = true;
        return true;
      default:
        join();
        if (!parse_condition(*keyword, word)) return false;
        complete_operand();
        return true;
    }
  }

  bool fail_unknown(const FilterWord& word) {
    if (word.text == "state" || word.text == "exclude" || word.text == "excl") {
      return fail(word, "states come before every condition");
    }
    return fail(
        word,
        "expected a condition: src, dst, sport, dport, dev, fwmark, cgroup or autobound, with a blank on "
        "either side of every operator");
  }

  // Two operands side by side are joined by "and".
  void join() {
    Level& level = levels_.back();
    if (!level.wants_operand) level.connective = Operator::kAnd;
  }

  // An operand is complete: a condition, or what stands in parentheses.
  void complete_operand() {
    Level& level = levels_.back();
    for (; level.negations > 0; --level.negations)
      filter_.program_.emplace_back(Operator::kNot);
    if (level.has_left) filter_.program_.emplace_back(level.connective);
    level.has_left = true;
    level.wants_operand = false;
  }

  bool parse_condition(Keyword keyword, const FilterWord& word) {
    if (keyword == Keyword::kAutobound) {
      filter_.program_.emplace_back(
          Filter::Autobound{context_.first_ephemeral_port, context_.last_ephemeral_port});
      return true;
    }
    Comparison comparison = Comparison::kEqual;
    const FilterWord* behind = &word;
    if (next_ < words_.size()) {
      if (const auto written = look_up(kComparisons, words_[next_].text)) {
        behind = &words_[next_++];
        comparison = *written;
        if (!may_compare(keyword, comparison)) {
          return fail(*behind, fmt::format("{} takes {}", quoted(word), comparisons_of(keyword)));
        }
      }
    }
    if (next_ == words_.size()) {
      fail_at_end(fmt::format("expected {} behind {}", value_of(keyword), quoted(*behind)));
      return false;
    }
    const FilterWord& value = words_[next_++];
    if (look_up(kKeywords, value.text) || look_up(kComparisons, value.text)) {
      return fail(value, fmt::format("expected {} behind {}, not {}", value_of(keyword), quoted(*behind),
                                     quoted(value)));
    }
    return parse_value(keyword, comparison, value);
  }

  static bool may_compare(Keyword keyword, Comparison comparison) {
    switch (keyword) {
      case Keyword::kSourcePort:
      case Keyword::kDestinationPort:
        return true;
      case Keyword::kSource:
      case Keyword::kDestination:
        return comparison == Comparison::kEqual;
      default:
        return comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
    }
  }

  static std::string_view comparisons_of(Keyword keyword) {
    return keyword == Keyword::kSource || keyword == Keyword::kDestination
               ? "no other operator than \"=\": put \"not\" in front of it"
               : "no other operators than \"=\" and \"!=\"";
  }

  static std::string_view value_of(Keyword keyword) {
    switch (keyword) {
      case Keyword::kSource:
      case Keyword::kDestination:
        return "[FAMILY:]ADDRESS[:PORT]";
      case Keyword::kDevice:
        return "a device";
      case Keyword::kMark:
        return "VALUE[/MASK]";
      case Keyword::kCgroup:
        return "the path of a control group";
      default:
        return "a port";
    }
  }

  bool parse_value(Keyword keyword, Comparison comparison, const FilterWord& value) {
    using End = Filter::End;
    switch (keyword) {
      case Keyword::kSource:
      case Keyword::kDestination:
        return add_hosts(value, keyword == Keyword::kSource ? End::kLocal : End::kPeer);
      case Keyword::kSourcePort:
      case Keyword::kDestinationPort: {
        const End end = keyword == Keyword::kSourcePort ? End::kLocal : End::kPeer;
        auto port = parse_filter_port(value.text, end, comparison, context_, names_);
        if (port) note_family(port->family);
        return add(std::move(port), Comparison::kEqual, value);
      }
      case Keyword::kDevice:
        return add(parse_filter_device(value.text, names_), comparison, value);
      case Keyword::kMark:
        return add(parse_filter_mark(value.text), comparison, value);
      default:
        return add(parse_filter_cgroup(value.text, names_), comparison, value);
    }
  }

  template <typename Condition>
  bool add(tl::expected<Condition, std::string> condition, Comparison comparison, const FilterWord& value) {
    if (!condition) return fail(value, std::move(condition.error()));
    filter_.program_.emplace_back(std::move(*condition));
    if (comparison == Comparison::kNotEqual) filter_.program_.emplace_back(Operator::kNot);
    return true;
  }

  bool add_hosts(const FilterWord& value, Filter::End end) {
    auto hosts = parse_filter_host(value.text, end, context_, names_);
    if (!hosts) return fail(value, std::move(hosts.error()));
    note_family(hosts->front().family);
    for (std::size_t index = 0; index < hosts->size(); ++index) {
      filter_.program_.emplace_back(std::move((*hosts)[index]));
      if (index > 0) filter_.program_.emplace_back(Operator::kOr);
    }
    return true;
  }

  // An address that names its family sets that of the addresses behind it, as in ss.
  void note_family(AddressFamily family) {
    if (family != AddressFamily::kAny) context_.family = filter_.family_ = family;
  }

  std::string expression_;
  FilterContext context_;
  const FilterNames& names_;
  std::vector<FilterWord> words_;
  std::size_t next_ = 0;
  std::vector<Level> levels_{Level{}};
  Filter filter_;
  FilterError error_;
};

tl::expected<Filter, FilterError> Filter::parse(const std::vector<std::string>& words,
                                                const FilterContext& context, const FilterNames& names) {
  return FilterParser(fmt::format("{}", fmt::join(words, " ")), context, names).parse();
}

}  // namespace portreeve::sockets
