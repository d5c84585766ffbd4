#include "wrappers/string_pattern.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "wrappers/network_pattern.h"
#include "wrappers/request.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// No literal is longer: 45 characters of address, "%", and the name of an interface (IF_NAMESIZE).
constexpr std::size_t kLongestLiteral = 64;

}  // namespace

std::optional<Ipv6Bytes> parse_ipv6(std::string_view text) {
  if (text.size() > kLongestLiteral || text.find(':') == std::string_view::npos) return std::nullopt;
  const std::string literal(text);
  Ipv6Bytes bytes{};
  if (literal.find('%') == std::string::npos) {
    if (inet_pton(AF_INET6, literal.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
  }
  addrinfo hints{};
  hints.ai_family = AF_INET6;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (getaddrinfo(literal.c_str(), nullptr, &hints, &found) != 0) return std::nullopt;
  sockaddr_in6 address{};
  std::memcpy(&address, found->ai_addr, sizeof address);
  freeaddrinfo(found);
  std::memcpy(bytes.data(), &address.sin6_addr, bytes.size());
  return bytes;
}

std::string_view without_mapped_prefix(std::string_view text) {
  constexpr std::string_view kMapped = "::ffff:";
  if (text.empty() || text.front() != ':' || !starts_with_ignoring_case(text, kMapped)) return text;
  const std::string_view rest = text.substr(kMapped.size());
  return parse_dotted_quad(rest) ? rest : text;
}

bool has_wildcard(std::string_view pattern) {
  return std::any_of(pattern.begin(), pattern.end(), [](char byte) { return byte == '*' || byte == '?'; });
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  // Where to go on when what follows the last "*" does not fit: one byte later in the text.
  std::size_t after_star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || to_lower(pattern[p]) == to_lower(text[t]))) {
      ++p;
      ++t;
    } else if (after_star != std::string_view::npos) {
      p = after_star;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

bool matches_unmapped_text(std::string_view pattern, std::string_view text) {
  if (has_wildcard(pattern)) return matches_glob(pattern, text);
  if (pattern.starts_with('.')) return text.size() > pattern.size() && ends_with_ignoring_case(text, pattern);
  if (equal_ignoring_case(pattern, "ALL")) return true;
  if (equal_ignoring_case(pattern, "KNOWN")) return !equal_ignoring_case(text, kUnknown);
  if (pattern.ends_with('.')) return starts_with_ignoring_case(text, pattern);
  if (pattern.starts_with('[') && pattern.ends_with(']') && pattern.size() > 1) {
    const auto wanted = parse_ipv6(pattern.substr(1, pattern.size() - 2));
    return wanted && parse_ipv6(text) == wanted;
  }
  return equal_ignoring_case(pattern, text);
}

bool matches_text(std::string_view pattern, std::string_view text) {
  return matches_unmapped_text(pattern, without_mapped_prefix(text));
}

}  // namespace portreeve::wrappers
