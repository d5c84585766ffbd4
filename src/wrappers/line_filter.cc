#include "wrappers/line_filter.h"

#include <cstring>

#include "wrappers/eight_bytes.h"
#include "wrappers/line_reader.h"
#include "wrappers/network_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// The ends of a member of a list: what separates it from the next, or ends the list.
bool is_boundary(char byte) {
  return byte == ' ' || byte == ',' || byte == '\t' || byte == '\r' || byte == '\n' || byte == ':';
}

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}
bool is_numeric(char byte) {
  return is_digit(byte) || byte == '.';
}
bool is_letter(char byte) {
  return to_lower(byte) >= 'a' && to_lower(byte) <= 'z';
}
bool is_named(char byte) {
  return is_letter(byte) || is_numeric(byte) || byte == '-' || byte == '_';
}
bool is_ipv6(char byte) {
  return is_letter(byte) || is_numeric(byte) || byte == ':';
}

// Where the bytes of one kind that begin at `at` end: `count` counts them in eight bytes, `is_one` knows one.
template <typename Count, typename IsOne>
const char* skip_run(const char* at, const char* end, Count count, IsOne is_one) {
  while (end - at >= 8) {
    const std::size_t length = count(EightBytes(at));
    at += length;
    if (length < 8) return at;
  }
  while (at < end && is_one(*at))
    ++at;
  return at;
}

const char* skip_numeric(const char* at, const char* end) {
  return skip_run(at, end, [](const EightBytes& bytes) { return bytes.count_numeric(); }, is_numeric);
}
const char* skip_name(const char* at, const char* end) {
  return skip_run(at, end, [](const EightBytes& bytes) { return bytes.count_named(); }, is_named);
}

const char* skip_ipv6(const char* at, const char* end) {
  return skip_run(at, end, [](const EightBytes& bytes) { return bytes.count_ipv6(); }, is_ipv6);
}

// Whether a text begins with an earlier part of itself.
bool begins_like(const char* at, const char* end, std::string_view earlier) {
  const std::size_t length = earlier.size();
  if (end - at < 16 || length == 0 || length > 16) return false;
  const char* const known = earlier.begin();
  if (length <= 8) return EightBytes(at).begins_like(EightBytes(known), length);
  return EightBytes(at).begins_like(EightBytes(known), 8) &&
         EightBytes(at + length - 8).begins_like(EightBytes(known + length - 8), 8);
}

std::string_view between(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
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

// Whether a mask leaves nothing of an address's first number out, as far as can be seen at once.
bool keeps_first_number(std::string_view mask) {
  const bool is_length = mask.size() == 2 && mask[0] >= '1' && is_digit(mask[0]) && is_digit(mask[1]);
  return is_length || mask.starts_with("255.");
}

// Whether two addresses differ in their first numbers. A number with a leading zero may be written in many
// ways.
bool is_another_first_number(std::string_view one, std::string_view other) {
  if (one.empty() || one.front() == '0' || other.front() == '0') return false;
  return !one.starts_with(other.substr(0, other.find('.') + 1));
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
  const char* at = skip_daemons(line, end);
  if (at == nullptr) return nullptr;
  if (is_for_daemon_) {
    // Nothing is looked up for a line that will turn out to be incomplete.
    if (address_.empty() && end_of_plain_line(line, at, end) == nullptr) return nullptr;
    at = skip_clients(at, end);
    if (at == nullptr) return nullptr;
  }
  return end_of_plain_line(line, at, end);
}

const char* LineFilter::skip_daemons(const char* line, const char* end) {
  if (begins_like(line, end, daemons_)) return line + daemons_.size();
  // (A "-" may begin a number: "-4294967274" is port 22 to scanf(3).)
  if (!is_letter(*line) && *line != '_') return nullptr;
  const char* at = skip_name(line, end);
  const std::string_view name = between(line, at);
  while (at < end && is_boundary(*at) && *at != '\n' && *at != ':')
    ++at;
  if (at == end || *at != ':' || name.back() == '.' || equal_ignoring_case(name, "EXCEPT")) return nullptr;
  ++at;
  daemons_ = between(line, at);
  is_for_daemon_ = is_for_daemon(name);
  return at;
}

const char* LineFilter::skip_clients(const char* at, const char* end) {
  while (at != nullptr && at < end && *at != '\n' && *at != ':') {
    at = is_boundary(*at) ? at + 1 : skip_client(at, end);
  }
  return at;
}

const char* LineFilter::skip_client(const char* token, const char* end) {
  if (*token == '[') return skip_bracketed(token, end);
  const char* at = skip_numeric(token, end);
  if (at == end || at == token || !is_boundary(*at)) return skip_named(token, at, end);
  return matches_numeric(between(token, at), address()) ? nullptr : at;
}

// A name, or a network whose numbers end at `at`.
const char* LineFilter::skip_named(const char* token, const char* at, const char* end) {
  at = skip_name(at, end);
  if (at == token || at == end) return nullptr;
  if (*at == '/') {
    const char* const slash = at;
    at = skip_name(slash + 1, end);
    if (at == end || !is_boundary(*at)) return nullptr;
    return may_match_network(between(token, slash), between(slash + 1, at)) ? nullptr : at;
  }
  return !is_boundary(*at) || may_match_name(between(token, at)) ? nullptr : at;
}

// "[v6]/length". (One without length is compared with the name too.)
const char* LineFilter::skip_bracketed(const char* token, const char* end) {
  const char* at = skip_ipv6(token + 1, end);
  if (end - at < 2 || at[0] != ']' || at[1] != '/') return nullptr;
  const char* const slash = at + 1;
  at = skip_name(slash + 1, end);
  if (at == end || !is_boundary(*at)) return nullptr;
  HostAddress& address = evaluation_.address(Side::kClient);
  if (address.ipv4()) return at;
  const auto network = parse_ipv6_network(between(token, slash), between(slash + 1, at));
  const auto ipv6 = address.ipv6();
  return network && ipv6 && network->contains(*ipv6) ? nullptr : at;
}

// Whether the daemon list may match. The name does not begin with a digit, a dot or "-", and does not end in
// a dot.
bool LineFilter::is_for_daemon(std::string_view name) {
  return equal_ignoring_case(name, daemon_) || equal_ignoring_case(name, "ALL") ||
         (equal_ignoring_case(name, "KNOWN") && !equal_ignoring_case(daemon_, kUnknown));
}

std::string_view LineFilter::address() {
  if (address_.empty()) address_ = evaluation_.address(Side::kClient).text();
  return address_;
}

bool LineFilter::may_match_name(std::string_view token) {
  if (begins_like_keyword(token.front()) && is_keyword(token)) return true;
  if (matches_literal(token, address())) return true;
  if (name_.empty()) name_ = without_mapped_prefix(evaluation_.request.name_if_looked_up(Side::kClient));
  return name_.empty() || matches_literal(token, name_);
}

bool LineFilter::may_match_network(std::string_view net, std::string_view mask) {
  const auto address = evaluation_.address(Side::kClient).ipv4();
  if (!address) return false;  // an IPv6 network has brackets
  if (keeps_first_number(mask) && is_another_first_number(net, this->address())) return false;
  const auto network = parse_ipv4_network(net, mask);
  return network && network->contains(*address);
}

}  // namespace portreeve::wrappers
