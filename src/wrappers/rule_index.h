#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/rule.h"
#include "wrappers/rule_key.h"
#include "wrappers/table.h"

namespace portreeve::wrappers {

/// The rules of one file, arranged so that finding the first match does not depend on their number.
///
/// Each rule is entered under what a client must have for it to match: an equal text, a text that it begins
/// or ends with, a network that it is in; rules for daemons by name are kept apart by daemon. What is entered
/// under a client's keys are candidates: they are tried in the order of the file by the very code that
/// searches a file without index (matches_rule()), so the answer is the same, look-ups and warnings included.
/// Rules that no key can stand for, such as those with a netgroup or a pattern file, are candidates for
/// everybody.
///
/// The index takes some 30 bytes a rule beside the text of the file. It never changes once built.
class RuleIndex {
 public:
  /// Builds the index of a file's text. Under strict, a rule that can run into a trap is a candidate for
  /// everybody.
  RuleIndex(std::string_view text, bool is_strict);

  /// The first rule that matches; see find_match() in table.h.
  [[nodiscard]] TableMatch find_match(Evaluation& evaluation, std::string& buffer) const;

 private:
  class Builder;
  class Search;

  /// One line that has a say: a rule, or a line that is to be warned of.
  struct Line {
    enum class Kind : std::uint8_t { kRule, kSwallowed, kWithoutSeparator, kUnterminated };
    std::uint32_t start = 0;  ///< where the line begins in text_
    std::int32_t number = 0;
    // The bytes of its fields; kMaximumLineLength bounds them all.
    std::uint16_t daemons = 0;
    std::uint16_t clients = 0;
    std::uint16_t options = 0;
    Kind kind = Kind::kRule;
    bool has_options = false;
  };
  /// A place of the hash table: where the line numbers for a key stand in postings_. Its key is told apart by
  /// 32 bits of the hash; two keys in one place only mean candidates that do not match.
  struct Slot {
    std::uint32_t fingerprint = 0;
    std::uint32_t first = kEmpty;
  };
  static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};
  /// Marks the last posting of a key.
  static constexpr std::uint32_t kLast = std::uint32_t{1} << 31;
  /// Longer literals than any name or address (STRING_LENGTH of tcpd.h) match nothing.
  static constexpr std::size_t kLongestText = 256;
  /// Which lengths the literals of a kind have.
  class Lengths {
   public:
    void add(std::size_t length) {
      is_there_.set(length);
      longest_ = std::max(longest_, length);
    }
    [[nodiscard]] bool has(std::size_t length) const { return is_there_.test(length); }
    [[nodiscard]] std::size_t longest() const { return longest_; }

   private:
    std::bitset<kLongestText> is_there_;
    std::size_t longest_ = 0;
  };

  [[nodiscard]] const std::uint32_t* find_postings(std::uint64_t key) const;
  [[nodiscard]] Rule rule_of(const Line& line) const;

  std::string text_;  ///< the file's own text, and after it the lines that had to be joined
  std::vector<Line> lines_;
  std::vector<Slot> slots_;  ///< a power of two of them, open addressing
  std::vector<std::uint32_t> postings_;
  KeyKinds kinds_of_daemons_;     ///< which kinds of keys the rules for daemons by name have
  KeyKinds kinds_of_any_daemon_;  ///< and which the others
  Lengths beginnings_;            ///< the literals that texts begin with
  Lengths ends_;                  ///< and end with
  std::vector<std::uint32_t> ipv4_masks_;
  std::bitset<129> ipv6_lengths_;
};

}  // namespace portreeve::wrappers
