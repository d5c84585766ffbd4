#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "property.h"
#include "wrappers/host_pattern.h"
#include "wrappers/network_pattern.h"
#include "wrappers/rule.h"
#include "wrappers/text.h"

namespace {

using namespace portreeve::wrappers;
using portreeve::fuzz::require;

// The meaning of a glob, prefix by prefix.
bool matches_naively(std::string_view pattern, std::string_view text) {
  std::vector<bool> matches(text.size() + 1, false);
  matches[0] = true;
  for (const char wanted : pattern) {
    if (wanted == '*') {
      for (std::size_t i = 1; i <= text.size(); ++i)
        matches[i] = matches[i] || matches[i - 1];
      continue;
    }
    for (std::size_t i = text.size(); i > 0; --i)
      matches[i] = matches[i - 1] && (wanted == '?' || to_lower(wanted) == to_lower(text[i - 1]));
    matches[0] = false;
  }
  return matches[text.size()];
}

// The C functions that the language borrows are asked themselves.
void require_addresses(const std::string& text) {
  int fields = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    fields += text[i] != '.' && (i == 0 || text[i - 1] == '.') ? 1 : 0;
  const in_addr_t address = fields == 4 ? inet_addr(text.c_str()) : INADDR_NONE;
  require(parse_dotted_quad(text).value_or(INADDR_NONE) == ntohl(address),
          "inet_addr(3) reads the same address");

  addrinfo hints{};
  hints.ai_family = AF_INET6;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (text.size() > 60 || text.find('%') != std::string::npos) return;
  const bool is_ipv6 = getaddrinfo(text.c_str(), nullptr, &hints, &found) == 0;
  const auto ipv6 = parse_ipv6(text);
  require(ipv6.has_value() == is_ipv6, "getaddrinfo(3) reads the same addresses");
  if (!is_ipv6) return;
  sockaddr_in6 endpoint{};
  std::memcpy(&endpoint, found->ai_addr, sizeof endpoint);
  freeaddrinfo(found);
  require(!ipv6 || std::memcmp(ipv6->data(), &endpoint.sin6_addr, ipv6->size()) == 0,
          "getaddrinfo(3) reads the same address");
}

void require_networks(std::string_view pattern) {
  const std::size_t slash = std::min(find_outside_brackets(pattern, '/'), pattern.size());
  const std::string_view net = pattern.substr(0, slash);
  const std::string_view mask = pattern.substr(std::min(slash + 1, pattern.size()));
  if (const auto ipv4 = parse_ipv4_network(net, mask)) {
    require(ipv4->contains(ipv4->network) != ipv4->has_host_bits(), "a network holds its own address");
    require(!ipv4->contains(~ipv4->network) || ipv4->mask == 0, "a network does not hold the opposite");
  }
  if (const auto ipv6 = parse_ipv6_network(net, mask)) {
    require(ipv6->length >= 0 && ipv6->length <= 128, "a length is from 0 to 128");
    require(ipv6->contains(ipv6->network), "an IPv6 network holds its own address");
    require(!ipv6->length_is_junk || ipv6->length == 0, "a length that is no number counts as 0");
  }
}

}  // namespace

// The first line is the pattern, the rest the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = portreeve::fuzz::as_text(data, size);
  const std::size_t newline = std::min(input.find('\n'), input.size());
  const std::string_view pattern = input.substr(0, newline);
  const std::string_view text = input.substr(std::min(newline + 1, input.size()));

  require(matches_glob(pattern, text) == matches_naively(pattern, text),
          "a glob matches as its meaning says");
  const bool matches = matches_text(pattern, text);
  require(!has_wildcard(pattern) || matches == matches_glob(pattern, without_mapped_prefix(text)),
          "a pattern with a wildcard is a glob and nothing else");
  require(!is_address_glob(pattern) || has_wildcard(pattern), "a glob for addresses is a glob");
  const QualifiedPattern parts = split_pattern(pattern);
  require(!parts.is_qualified || concat({parts.who, "@", parts.where}) == pattern,
          "a pattern is cut at its \"@\" alone");
  require_networks(pattern);
  if (input.find('\0') == std::string_view::npos) require_addresses(std::string(text));
  return 0;
}
