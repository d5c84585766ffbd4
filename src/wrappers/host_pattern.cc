#include "wrappers/host_pattern.h"

#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "wrappers/network_pattern.h"
#include "wrappers/pattern_file.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// Whether a looked-up name says something about the host.
bool is_known_name(std::string_view name) {
  return !equal_ignoring_case(name, kUnknown) && !equal_ignoring_case(name, kParanoid);
}

// innetgr(3) with the NIS domain of this host, if it has one: getdomainname(2) says "(none)" for no domain.
bool matches_netgroup(std::string_view netgroup, std::string_view name) {
  char domain[256] = {};
  const bool has_domain = getdomainname(domain, sizeof domain - 1) == 0 && domain[0] != '\0' &&
                          std::string_view(domain) != "(none)";
  return innetgr(std::string(netgroup).c_str(), std::string(name).c_str(), nullptr,
                 has_domain ? domain : nullptr) == 1;
}

// Whether an IPv6 network holds ::ffff:a.b.c.d: a reader takes it to cover the client that is written so.
bool holds_mapped(const std::optional<Ipv6Network>& network, std::uint32_t ipv4) {
  Ipv6Bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  for (std::size_t i = 0; i < 4; ++i)
    mapped[12 + i] = static_cast<std::uint8_t>(ipv4 >> (24 - 8 * i));
  return network && network->contains(mapped);
}

// What a network that is no IPv4 network does to an IPv4 client. An IPv6 network is not meant for this
// client, unless its address is written as a v4-mapped one.
void meet_traps_of_ipv4_client(std::string_view net, std::string_view mask, std::uint32_t ipv4,
                               bool is_mapped, Evaluation& evaluation) {
  if (!evaluation.is_strict) return;
  if (parse_dotted_quad(net)) return evaluation.meet(Trap::kNetworkMaskIsBad);
  const bool is_ipv6 = parse_bracketed_ipv6(net).has_value();
  if (is_ipv6 && !is_mapped) return;
  const auto network = parse_ipv6_network(net, mask);
  if (!network) return evaluation.meet(Trap::kNetworkIsBad);
  if (holds_mapped(network, ipv4)) evaluation.meet(Trap::kMappedClient);
}

bool matches_network(std::string_view net, std::string_view mask, HostAddress& address,
                     Evaluation& evaluation) {
  if (const auto ipv4 = address.ipv4()) {
    if (const auto network = parse_ipv4_network(net, mask)) {
      if (network->has_host_bits()) evaluation.meet(Trap::kNetworkHasHostBits);
      return network->contains(*ipv4);
    }
    meet_traps_of_ipv4_client(net, mask, *ipv4, address.is_mapped(), evaluation);
    return false;
  }
  const auto network = parse_ipv6_network(net, mask);
  if (!network) {
    // (An IPv4 network with a bad mask is not meant for this client.)
    if (evaluation.is_strict && !parse_dotted_quad(net)) evaluation.meet(Trap::kNetworkIsBad);
    return false;
  }
  const auto ipv6 = address.ipv6();
  if (!ipv6) return false;
  if (network->length_is_junk) evaluation.meet(Trap::kNetworkLengthIsJunk);
  return network->contains(*ipv6);
}

bool matches_name(std::string_view pattern, Side side, Evaluation& evaluation) {
  if (!matches_text(pattern, evaluation.request.name(side))) return false;
  if (is_address_glob(pattern)) evaluation.meet(Trap::kAddressGlobHitsName);
  return true;
}

}  // namespace

bool is_address_pattern(std::string_view pattern) {
  return std::all_of(pattern.begin(), pattern.end(),
                     [](char byte) { return byte >= '.' && byte <= '9'; });  // ./0123456789
}

bool is_address_glob(std::string_view pattern) {
  return !pattern.empty() && pattern.front() >= '0' && pattern.front() <= '9' && has_wildcard(pattern) &&
         pattern.find_first_not_of("0123456789.*?") == std::string_view::npos;
}

bool may_need_name(std::string_view pattern) {
  if (pattern.starts_with('@') || pattern.starts_with('/')) return true;
  return !is_address_pattern(pattern) && !equal_ignoring_case(pattern, "ALL") &&
         find_outside_brackets(pattern, '/') == std::string_view::npos;
}

bool matches_host(std::string_view pattern, Side side, Evaluation& evaluation) {
  Request& request = evaluation.request;
  if (pattern.starts_with('@')) return matches_netgroup(pattern.substr(1), request.name(side));
  if (pattern.starts_with('/')) return matches_pattern_file(pattern, side, evaluation);
  if (equal_ignoring_case(pattern, "KNOWN")) {
    const std::string_view name = request.name(side);
    return !equal_ignoring_case(request.address(side), kUnknown) && is_known_name(name);
  }
  if (equal_ignoring_case(pattern, "LOCAL")) {
    const std::string_view name = request.name(side);
    return name.find('.') == std::string_view::npos && is_known_name(name);
  }
  HostAddress& address = evaluation.address(side);
  const std::size_t slash = find_outside_brackets(pattern, '/');
  if (slash != std::string_view::npos) {
    return matches_network(pattern.substr(0, slash), pattern.substr(slash + 1), address, evaluation);
  }
  if (matches_unmapped_text(pattern, address.text())) return true;
  if (evaluation.is_strict && address.is_mapped()) {
    const auto ipv4 = address.ipv4();
    if (ipv4 && holds_mapped(parse_ipv6_network(pattern, "128"), *ipv4)) {
      evaluation.meet(Trap::kMappedClient);
      return false;
    }
  }
  return !is_address_pattern(pattern) && matches_name(pattern, side, evaluation);
}

}  // namespace portreeve::wrappers
