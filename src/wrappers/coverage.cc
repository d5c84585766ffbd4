#include "wrappers/coverage.h"

#include <optional>

#include "wrappers/host_pattern.h"
#include "wrappers/network_pattern.h"
#include "wrappers/rule.h"
#include "wrappers/string_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

bool is_all(std::string_view pattern) {
  return equal_ignoring_case(pattern, "ALL");
}

// Whether no number of a dotted address has a zero in front of it, which would make it octal.
bool is_plain_spelling(std::string_view address) {
  for (std::size_t i = 0; i + 1 < address.size(); ++i) {
    const bool begins_field = i == 0 || address[i - 1] == '.';
    if (begins_field && address[i] == '0' && address[i + 1] != '.') return false;
  }
  return true;
}

// The set of IPv4 addresses that a pattern matches, when it matches nothing else.
std::optional<Ipv4Network> ipv4_set(std::string_view pattern) {
  const std::size_t slash = find_outside_brackets(pattern, '/');
  if (slash != std::string_view::npos) {
    const auto network = parse_ipv4_network(pattern.substr(0, slash), pattern.substr(slash + 1));
    return network && !network->has_host_bits() ? network : std::nullopt;
  }
  if (!is_address_pattern(pattern) || pattern.empty()) return std::nullopt;
  if (pattern.ends_with('.')) return parse_ipv4_beginning(pattern);
  const auto address = parse_dotted_quad(pattern);
  // Another spelling of the address is compared as a text, and matches nothing.
  if (!address || !is_plain_spelling(pattern)) return std::nullopt;
  return Ipv4Network{*address, ~std::uint32_t{0}};
}

std::optional<Ipv6Network> ipv6_set(std::string_view pattern) {
  if (has_wildcard(pattern) || !pattern.starts_with('[')) return std::nullopt;
  const std::size_t slash = find_outside_brackets(pattern, '/');
  if (slash == std::string_view::npos) return parse_ipv6_network(pattern, "128");
  return parse_ipv6_network(pattern.substr(0, slash), pattern.substr(slash + 1));
}

// ".example.com" takes every text that ends so and is longer.
bool covers_by_end(std::string_view pattern, std::string_view other) {
  return pattern.starts_with('.') && !has_wildcard(pattern) && !has_wildcard(other) &&
         !other.ends_with('.') && find_outside_brackets(other, '/') == std::string_view::npos &&
         !other.starts_with('/') && !other.starts_with('@') && !other.starts_with('[') &&
         other.size() > pattern.size() && ends_with_ignoring_case(other, pattern);
}

bool covers_host(std::string_view pattern, std::string_view other) {
  if (is_all(pattern)) return true;
  // The names of netgroups and files differ by case.
  if (pattern.starts_with('@') || pattern.starts_with('/')) return pattern == other;
  if (equal_ignoring_case(pattern, other)) return true;
  if (const auto mine = ipv4_set(pattern)) {
    const auto theirs = ipv4_set(other);
    return theirs && (mine->mask & theirs->mask) == mine->mask &&
           (theirs->network & mine->mask) == mine->network;
  }
  if (const auto mine = ipv6_set(pattern);
      mine && find_outside_brackets(pattern, '/') != std::string_view::npos) {
    const auto theirs = ipv6_set(other);
    // A single address in brackets is compared with names as well, and no name is such an address.
    return theirs && theirs->length >= mine->length && mine->contains(theirs->network);
  }
  return covers_by_end(pattern, other);
}

bool covers_name(std::string_view pattern, std::string_view other) {
  if (is_all(pattern) || equal_ignoring_case(pattern, other)) return true;
  if (parse_port_pattern(pattern) || parse_port_pattern(other)) return false;
  if (covers_by_end(pattern, other)) return true;
  return pattern.ends_with('.') && !pattern.starts_with('.') && !has_wildcard(pattern) &&
         !has_wildcard(other) && !other.starts_with('.') && !other.starts_with('[') &&
         starts_with_ignoring_case(other, pattern);
}

}  // namespace

bool covers_daemon(std::string_view pattern, std::string_view other) {
  if (equal_ignoring_case(pattern, other) && pattern.find_first_of("/@") == std::string_view::npos)
    return true;
  if (pattern == other) return true;
  const QualifiedPattern mine = split_pattern(pattern);
  const QualifiedPattern theirs = split_pattern(other);
  return !mine.is_qualified && covers_name(mine.who, theirs.who);
}

bool covers_client(std::string_view pattern, std::string_view other) {
  const QualifiedPattern mine = split_pattern(pattern);
  const QualifiedPattern theirs = split_pattern(other);
  if (!covers_host(mine.where, theirs.where)) return false;
  if (!mine.is_qualified || is_all(mine.who)) return true;
  return theirs.is_qualified && equal_ignoring_case(mine.who, theirs.who);
}

bool may_cover_others(std::string_view pattern) {
  const QualifiedPattern parts = split_pattern(pattern);
  if (parts.is_qualified && is_all(parts.who)) return true;
  if (parts.where.starts_with('@')) return false;
  // A host without a user covers the host with one.
  return is_all(parts.where) || parts.where.starts_with('.') || parts.where.ends_with('.') ||
         parts.where.find('/') != std::string_view::npos;
}

}  // namespace portreeve::wrappers
