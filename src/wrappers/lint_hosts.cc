#include <fmt/format.h>

#include "core/prefix.h"
#include "wrappers/host_pattern.h"
#include "wrappers/lint_context.h"
#include "wrappers/network_pattern.h"
#include "wrappers/text.h"

// Patterns for hosts: addresses, networks, names.

namespace portreeve::wrappers {
namespace {

constexpr std::string_view kBadNetwork = "bad net/mask pattern";

void add_bad_network(std::string_view pattern, std::string_view id, std::string_view effect,
                     std::string_view remedy, LintContext& context) {
  context.add(id, Grade::kError, pattern, effect, remedy).original.texts = {
      fmt::format("{}: {}", pattern, kBadNetwork)};
}

std::string quad(std::uint32_t address) {
  return core::Address::from_ipv4(address).to_string();
}

void lint_ipv4_network(std::string_view pattern, std::string_view mask, std::uint32_t net,
                       LintContext& context) {
  const auto network = parse_ipv4_network(pattern.substr(0, pattern.size() - mask.size() - 1), mask);
  if (!network) {
    const bool is_everybody = net == 0 && mask == "0";
    return add_bad_network(
        pattern, "wrap.network_mask_is_bad", explanation(Trap::kNetworkMaskIsBad),
        is_everybody ? "write 0.0.0.0/0.0.0.0 for every IPv4 client, or ALL" : "write a length from 1 to 32",
        context);
  }
  if (network->has_host_bits()) {
    const auto length = core::netmask_length(core::Address::from_ipv4(network->mask));
    const std::string meant = fmt::format("{}/{}", quad(network->network & network->mask),
                                          length ? fmt::format("{}", *length) : std::string(mask));
    context.add("wrap.network_has_host_bits", Grade::kError, pattern, Trap::kNetworkHasHostBits,
                fmt::format("write {}", meant));
  }
}

void lint_ipv6_network(std::string_view pattern, const Ipv6Network& network, LintContext& context) {
  if (network.length_is_junk) {
    context.add("wrap.network_length_is_junk", Grade::kError, pattern, Trap::kNetworkLengthIsJunk,
                "write a length from 0 to 128");
  } else if (network.holds_mapped_addresses()) {
    context.add("wrap.mapped_client", Grade::kWarning, pattern, Trap::kMappedClient,
                network.length > 96 ? "write the IPv4 network, as n.n.n.n/LENGTH"
                                    : "add 0.0.0.0/0.0.0.0 if IPv4 clients are meant as well, or write ALL");
  }
}

void lint_network(std::string_view pattern, std::size_t slash, LintContext& context) {
  const std::string_view net = pattern.substr(0, slash);
  const std::string_view mask = pattern.substr(slash + 1);
  if (pattern.find_first_of("*?") != std::string_view::npos) {
    return add_bad_network(pattern, "wrap.bad_network",
                           "wildcards do not work in a network, so that nobody matches", "write NET/LENGTH",
                           context);
  }
  if (const auto ipv4 = parse_dotted_quad(net)) return lint_ipv4_network(pattern, mask, *ipv4, context);
  if (const auto ipv6 = parse_ipv6_network(net, mask)) return lint_ipv6_network(pattern, *ipv6, context);
  if (parse_bracketed_ipv6(net)) {
    return add_bad_network(pattern, "wrap.network_mask_is_bad",
                           "the length is not within 0 to 128, so that nobody matches",
                           "write a length from 0 to 128", context);
  }
  add_bad_network(pattern, "wrap.bad_network",
                  "what is in front of \"/\" is neither an IPv4 address in four numbers nor an IPv6 address "
                  "in brackets, so that nobody matches",
                  "write n.n.n.n/LENGTH or [IPv6]/LENGTH", context);
}

// [...] without a "/" behind it.
void lint_bracketed(std::string_view pattern, LintContext& context) {
  const std::string_view inside = pattern.substr(1, pattern.size() - 2);
  if (parse_ipv6(inside)) {
    if (without_mapped_prefix(inside) != inside) {
      context.add("wrap.mapped_client", Grade::kError, pattern,
                  "a client whose address is written ::ffff:a.b.c.d is matched by IPv4 patterns alone, so "
                  "that nobody matches",
                  fmt::format("write {}", without_mapped_prefix(inside)));
    }
    return;
  }
  const std::size_t slash = inside.find('/');
  if (slash != std::string_view::npos) {
    context.add("wrap.length_in_brackets", Grade::kError, pattern,
                "the length stands within the brackets, so that nobody matches",
                parse_dotted_quad(inside.substr(0, slash))
                    ? fmt::format("write {}", inside)
                    : fmt::format("write [{}]{}", inside.substr(0, slash), inside.substr(slash)));
  } else {
    context.add("wrap.bad_ipv6_address", Grade::kError, pattern,
                "what is in the brackets is no IPv6 address, so that nobody matches",
                parse_dotted_quad(inside) ? fmt::format("write {} without brackets", inside)
                                          : "write an IPv6 address in the brackets");
  }
}

// Up to three numbers of an IPv4 address.
bool is_beginning(std::string_view pattern) {
  return parse_dotted_quad(fmt::format("{}{}", pattern, ".0.0.0")) ||
         parse_dotted_quad(fmt::format("{}{}", pattern, ".0.0")) ||
         parse_dotted_quad(fmt::format("{}{}", pattern, ".0"));
}

// Digits and dots: compared with the address alone, as a text.
void lint_address(std::string_view pattern, LintContext& context) {
  if (pattern.starts_with('.')) {
    context
        .add("wrap.network_begins_with_dot", Grade::kWarning, pattern,
             "it matches the addresses that end in this text",
             "write the beginning of the network with a dot behind it, or NET/LENGTH")
        .original.texts = {fmt::format("{}: network number begins with dot", pattern)};
    return;
  }
  if (pattern.ends_with('.')) return;
  const auto address = parse_dotted_quad(pattern);
  if (!address || quad(*address) != pattern) {
    context.add(
        "wrap.bad_address", Grade::kError, pattern,
        "it is compared with the whole address, and no address is written like this, so that nobody matches",
        address                 ? fmt::format("write {}", quad(*address))
        : is_beginning(pattern) ? fmt::format("write {}. for all addresses that begin like this", pattern)
                                : "write an address in four numbers from 0 to 255");
  } else if ((*address & 0xff) == 0) {
    context.add(
        "wrap.network_without_mask", Grade::kWarning, pattern,
        "without a mask it is the address of a single host, and it looks like a network",
        fmt::format("write {}/24, or {} for the same", pattern, pattern.substr(0, pattern.size() - 1)));
  }
  lint_name(pattern, context);
}

// A name, or a pattern for names.
void lint_name_pattern(std::string_view pattern, LintContext& context) {
  if (pattern.ends_with('.')) {
    context
        .add("wrap.domain_ends_in_dot", Grade::kWarning, pattern,
             "it matches the names that begin with this text, which whoever runs the client's name server "
             "chooses",
             "write the domain with a dot in front of it")
        .original.texts = {fmt::format("{}: domain or host name ends in dot", pattern)};
  } else if (is_address_glob(pattern)) {
    context.add("wrap.address_glob_hits_name", Grade::kWarning, pattern, Trap::kAddressGlobHitsName,
                "write the beginning of the address with a dot behind it, or NET/LENGTH");
  }
  if (!pattern.ends_with('.') && !pattern.starts_with('.')) lint_name(pattern, context);
}

}  // namespace

void lint_host(std::string_view pattern, LintContext& context) {
  if (pattern.starts_with('@') || pattern.empty()) {
    lint_name(pattern, context);
    if (pattern.empty()) {
      context.add("wrap.empty_host", Grade::kError, "@",
                  "there is no host behind the \"@\", so that nobody matches",
                  "write the host, or take the \"@\" away");
    }
    return;
  }
  if (pattern.starts_with('/')) return lint_pattern_file(pattern, context);
  if (equal_ignoring_case(pattern, "FAIL")) return lint_fail(pattern, context);
  if (is_reserved_word(pattern)) return;
  const std::size_t slash = find_outside_brackets(pattern, '/');
  if (slash != std::string_view::npos) return lint_network(pattern, slash, context);
  if (pattern.starts_with('[') && pattern.ends_with(']') && pattern.size() > 1)
    return lint_bracketed(pattern, context);
  if (is_address_pattern(pattern)) return lint_address(pattern, context);
  lint_name_pattern(pattern, context);
}

}  // namespace portreeve::wrappers
