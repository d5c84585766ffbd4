#include "wrappers/line_filter.h"

#include <array>
#include <cstring>

#include "wrappers/line_reader.h"
#include "wrappers/network_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// What a byte may be part of.
enum ByteClass : unsigned char {
  kLetter = 1,     ///< of a name, but not of an address in numbers
  kNumeric = 2,    ///< a digit or a dot
  kSlash = 4,      ///< between a network and its mask
  kSeparator = 8,  ///< between the members of a list
};

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (std::size_t letter = 0; letter < 26; ++letter) {
    classes['a' + letter] = kLetter;
    classes['A' + letter] = kLetter;
  }
  for (std::size_t digit = 0; digit < 10; ++digit)
    classes['0' + digit] = kNumeric;
  classes['.'] = kNumeric;
  classes['-'] = classes['_'] = kLetter;
  classes['/'] = kSlash;
  classes[' '] = classes['\t'] = classes['\r'] = classes[','] = kSeparator;
  return classes;
}

constexpr std::array<unsigned char, 256> kClasses = make_classes();

unsigned char class_of(char byte) {
  return kClasses[static_cast<unsigned char>(byte)];
}

// Names are too short to be worth a call of memcmp(3).
bool is_same_short_text(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] != other[i]) return false;
  }
  return true;
}

// Words that stand for more than themselves.
bool is_keyword(std::string_view token) {
  for (const std::string_view keyword : {"ALL", "KNOWN", "LOCAL", "EXCEPT"}) {
    if (equal_ignoring_case(token, keyword)) return true;
  }
  return false;
}

bool begins_like_keyword(char byte) {
  const char letter = to_lower(byte);
  return letter == 'a' || letter == 'k' || letter == 'l' || letter == 'e';
}

// matches_unmapped_text() for a token without wildcards, brackets and keywords.
bool matches_literal(std::string_view token, std::string_view text) {
  if (token.front() == '.') return text.size() > token.size() && ends_with_ignoring_case(text, token);
  if (token.back() == '.') return starts_with_ignoring_case(text, token);
  return equal_ignoring_case(token, text);
}

// The same for a token of digits and dots. Neighbours in a list of addresses differ at their ends.
bool matches_numeric(std::string_view token, std::string_view address) {
  if (token.front() == '.') return address.size() > token.size() && address.ends_with(token);
  if (token.back() == '.') return address.starts_with(token);
  return token.size() == address.size() && token.back() == address.back() && token == address;
}

// Where the next line begins, searched for from `at`; null when this one is continued, too long, or lacks its
// newline.
const char* end_of_plain_line(const char* line, const char* at, const char* end) {
  const auto* const newline =
      at < end && *at == '\n'
          ? at
          : static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
  if (newline == nullptr || newline[-1] == '\\' ||
      newline - line >= static_cast<std::ptrdiff_t>(kMaximumLineLength)) {
    return nullptr;
  }
  return newline + 1;
}

}  // namespace

// Under strict every line is looked at for traps, and NUL bytes join lines in ways of their own
// (line_reader.h).
LineFilter::LineFilter(std::string_view text, Evaluation& evaluation)
    : evaluation_(evaluation),
      daemon_(without_mapped_prefix(evaluation.request.daemon())),
      is_useful_(!evaluation.is_strict && text.find('\0') == std::string_view::npos) {}

std::size_t LineFilter::skip(std::string_view text, int& lines) {
  if (!is_useful_) return 0;
  const char* const end = text.data() + text.size();
  const char* at = text.data();
  while (at < end) {
    const char* const next = skip_line(at, end);
    if (next == nullptr) break;
    at = next;
    ++lines;
  }
  return static_cast<std::size_t>(at - text.data());
}

const char* LineFilter::skip_line(const char* line, const char* end) {
  const char* at = line;
  // (A "-" may begin a number: "-4294967274" is port 22 to scanf(3).)
  if ((class_of(*at) & kLetter) == 0 || *at == '-') return nullptr;
  while (at < end && (class_of(*at) & (kLetter | kNumeric)) != 0)
    ++at;
  const std::string_view daemon(line, static_cast<std::size_t>(at - line));
  while (at < end && class_of(*at) == kSeparator)
    ++at;
  if (at == end || *at != ':' || daemon.back() == '.' || equal_ignoring_case(daemon, "EXCEPT"))
    return nullptr;
  ++at;
  if (is_for_daemon(daemon)) {
    // Nothing is looked up for a line that will turn out to be incomplete.
    if (address_.empty() && end_of_plain_line(line, at, end) == nullptr) return nullptr;
    while (at < end && *at != '\n' && *at != ':') {
      if (class_of(*at) == kSeparator) {
        ++at;
        continue;
      }
      const char* const token = at;
      unsigned char seen = 0;
      for (; at < end && (class_of(*at) & (kLetter | kNumeric | kSlash)) != 0; ++at)
        seen |= class_of(*at);
      const bool is_whole = at < end && (class_of(*at) == kSeparator || *at == '\n' || *at == ':');
      if (at == token || !is_whole ||
          may_match({token, static_cast<std::size_t>(at - token)}, seen == kNumeric))
        return nullptr;
    }
  }
  return end_of_plain_line(line, at, end);
}

// Whether the daemon list may match. The name begins with a letter and does not end in a dot.
bool LineFilter::is_for_daemon(std::string_view name) {
  return is_same_short_text(name, daemon_) || equal_ignoring_case(name, daemon_) ||
         equal_ignoring_case(name, "ALL") ||
         (equal_ignoring_case(name, "KNOWN") && !equal_ignoring_case(daemon_, kUnknown));
}

// `is_numeric`: the token consists of digits and dots.
bool LineFilter::may_match(std::string_view token, bool is_numeric) {
  if (token.front() == '/' || (begins_like_keyword(token.front()) && is_keyword(token))) return true;
  if (address_.empty()) address_ = evaluation_.address(Side::kClient).text();
  if (is_numeric) return matches_numeric(token, address_);
  const std::size_t slash = token.find('/');
  if (slash != std::string_view::npos) return may_match_network(token, slash);
  if (matches_literal(token, address_)) return true;

  const std::string_view name = evaluation_.request.name_if_looked_up(Side::kClient);
  return name.empty() || matches_literal(token, without_mapped_prefix(name));
}

bool LineFilter::may_match_network(std::string_view token, std::size_t slash) {
  const auto address = evaluation_.address(Side::kClient).ipv4();
  if (!address) return false;  // an IPv6 network has brackets
  const auto network = parse_ipv4_network(token.substr(0, slash), token.substr(slash + 1));
  return network && network->contains(*address);
}

}  // namespace portreeve::wrappers
