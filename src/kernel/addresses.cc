#include "kernel/addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

#include "core/text.h"

namespace portreeve::kernel {
namespace {

using core::Address;

constexpr std::string_view kFibTrie = "/proc/net/fib_trie";
constexpr std::string_view kIfInet6 = "/proc/net/if_inet6";

void sort_and_deduplicate(LocalAddresses& addresses) {
  std::ranges::sort(addresses);
  const auto repeated = std::ranges::unique(addresses);
  addresses.erase(repeated.begin(), repeated.end());
}

// A sockaddr is a header whose family says which structure it really is, so it is copied into that one.
template <typename SocketAddress>
SocketAddress copy_as(const ::sockaddr* address) {
  SocketAddress copy{};
  std::memcpy(&copy, address, sizeof copy);
  return copy;
}

std::optional<Address> to_address(const ::ifaddrs& entry) {
  if (entry.ifa_addr == nullptr) return std::nullopt;
  if (entry.ifa_addr->sa_family == AF_INET) {
    return Address::from_ipv4(ntohl(copy_as<::sockaddr_in>(entry.ifa_addr).sin_addr.s_addr));
  }
  if (entry.ifa_addr->sa_family == AF_INET6) {
    const auto socket_address = copy_as<::sockaddr_in6>(entry.ifa_addr);
    const Address address = Address::from_bytes(std::span(socket_address.sin6_addr.s6_addr));
    return address.is_link_local() ? address.with_zone(entry.ifa_name) : address;
  }
  return std::nullopt;
}

core::Observed<LocalAddresses> observe_live() {
  core::Observed<LocalAddresses> observed;
  ::ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    observed.miss("the host's own addresses", core::system_error("list", "the interfaces' addresses", errno));
    return observed;
  }
  const std::unique_ptr<::ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ::ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (const auto address = to_address(*entry)) observed.value.push_back(*address);
  }
  return observed;
}

core::Observed<LocalAddresses> observe_capture(const core::SystemRoot& root) {
  core::Observed<LocalAddresses> observed;
  if (const auto trie = root.read(kFibTrie)) {
    observed.value = parse_fib_trie(*trie);
  } else {
    observed.miss("the host's own IPv4 addresses", trie.error());
  }
  const auto ipv6 = root.read(kIfInet6).and_then(
      [&](const std::string& text) { return parse_if_inet6(root.shown_path(kIfInet6), text); });
  if (ipv6) {
    observed.value.insert(observed.value.end(), ipv6->begin(), ipv6->end());
  } else {
    observed.miss("the host's own IPv6 addresses", ipv6.error());
  }
  return observed;
}

std::optional<std::array<std::uint8_t, 16>> parse_hexadecimal_address(std::string_view digits) {
  std::array<std::uint8_t, 16> bytes{};
  if (digits.size() != 2 * bytes.size()) return std::nullopt;
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    const char* const first = digits.data() + 2 * index;
    const auto [stop, status] = std::from_chars(first, first + 2, bytes[index], 16);
    if (status != std::errc{} || stop != first + 2) return std::nullopt;
  }
  return bytes;
}

}  // namespace

core::Observed<LocalAddresses> observe_local_addresses(const core::SystemRoot& root) {
  core::Observed<LocalAddresses> observed = root.is_live() ? observe_live() : observe_capture(root);
  sort_and_deduplicate(observed.value);
  return observed;
}

LocalAddresses parse_fib_trie(std::string_view text) {
  constexpr std::string_view kLeaf = "|-- ";
  LocalAddresses addresses;
  std::optional<Address> leaf;
  for (const std::string_view raw_line : core::split(text, '\n')) {
    const std::string_view line = core::trim(raw_line);
    if (line.starts_with(kLeaf)) {
      const auto parsed = Address::parse(line.substr(kLeaf.size()));
      leaf = parsed ? std::optional(*parsed) : std::nullopt;
    }
    if (line == "/32 host LOCAL" && leaf) addresses.push_back(*leaf);
  }
  sort_and_deduplicate(addresses);  // the kernel prints the main and the local table, which share leaves
  return addresses;
}

core::Result<LocalAddresses> parse_if_inet6(std::string_view file, std::string_view text) {
  LocalAddresses addresses;
  std::size_t line_number = 0;
  for (const std::string_view line : core::split(text, '\n')) {
    ++line_number;
    const auto words = core::split_words(line);
    if (words.empty()) continue;
    const auto bytes = parse_hexadecimal_address(words.front());
    const bool well_formed = bytes && words.size() == 6 && words[5].size() <= Address::kMaximumZoneLength;
    if (!well_formed) {
      core::Error error = core::parse_error("the address", line, "not a line of /proc/net/if_inet6");
      error.location = core::SourceLocation{std::string(file), line_number};
      return core::failure(std::move(error));
    }
    const Address address = Address::from_bytes(*bytes);
    addresses.push_back(address.is_link_local() ? address.with_zone(words[5]) : address);
  }
  sort_and_deduplicate(addresses);
  return addresses;
}

}  // namespace portreeve::kernel
