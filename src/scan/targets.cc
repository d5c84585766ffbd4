#include "scan/targets.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "core/port_range.h"
#include "core/text.h"

namespace portreeve::scan {
namespace {

constexpr unsigned kMostHostBits = 16;  // 2^16 is Targets::kMaximumSize
static_assert(Targets::kMaximumSize == std::uint64_t{1} << kMostHostBits);

core::Error target_error(std::string_view text, std::string_view reason, std::string_view advice = {}) {
  return core::parse_error("the target", text, reason, advice);
}

/// The address `offset` places after another.
core::Address after(const core::Address& first, std::uint64_t offset) {
  std::array<std::uint8_t, 16> bytes{};
  const std::span<const std::uint8_t> from = first.bytes();
  std::ranges::copy(from, bytes.begin());
  for (std::size_t i = from.size(); i-- > 0 && offset != 0;) {
    offset += bytes[i];
    bytes[i] = static_cast<std::uint8_t>(offset & 0xff);
    offset >>= 8;
  }
  return core::Address::from_bytes(std::span(bytes).first(from.size()), first.zone());
}

/// Digits, dots, dashes, commas and asterisks alone, and some of the latter three: an octet pattern.
bool looks_like_octets(std::string_view text) {
  return text.find_first_not_of("0123456789.-,*") == std::string_view::npos &&
         text.find_first_of("-,*") != std::string_view::npos;
}

struct OctetRange {
  std::uint8_t first = 0;
  std::uint8_t last = 255;
};

/// "7", "3-9", "-9", "3-", "-" or "*".
std::optional<OctetRange> parse_octet_range(std::string_view text) {
  if (text == "*") return OctetRange{};
  const std::size_t dash = text.find('-');
  const std::string_view first_text = text.substr(0, dash);
  const std::string_view last_text = dash == std::string_view::npos ? first_text : text.substr(dash + 1);
  const bool is_open = dash != std::string_view::npos;
  OctetRange range;
  if (!(is_open && first_text.empty())) {
    const auto first = core::parse_number<std::uint8_t>("the octet", first_text);
    if (!first) return std::nullopt;
    range.first = *first;
  }
  if (!(is_open && last_text.empty())) {
    const auto last = core::parse_number<std::uint8_t>("the octet", last_text);
    if (!last) return std::nullopt;
    range.last = *last;
  }
  if (range.last < range.first) return std::nullopt;
  return range;
}

core::Result<core::Address> to_address(const addrinfo& found) {
  if (found.ai_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, found.ai_addr, sizeof address);
    return core::Address::from_ipv4(ntohl(address.sin_addr.s_addr));
  }
  sockaddr_in6 address{};
  std::memcpy(&address, found.ai_addr, sizeof address);
  const std::string zone = address.sin6_scope_id != 0 ? fmt::format("{}", address.sin6_scope_id) : "";
  return core::Address::from_bytes(std::span(address.sin6_addr.s6_addr), zone);
}

core::Result<core::Address> look_up(std::string_view name, std::optional<core::Family> family) {
  addrinfo wanted{};
  wanted.ai_family = !family ? AF_UNSPEC : *family == core::Family::kIpv4 ? AF_INET : AF_INET6;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int status = ::getaddrinfo(std::string(name).c_str(), nullptr, &wanted, &list);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, ::freeaddrinfo);
  if (status != 0) {
    return core::failure(target_error(
        name, status == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(status),
        "a target is an address, a prefix such as 192.0.2.0/24, or a name that can be looked up"));
  }
  for (const addrinfo* found = list; found != nullptr; found = found->ai_next) {
    if (found->ai_family == AF_INET || found->ai_family == AF_INET6) return to_address(*found);
  }
  return core::failure(target_error(name, "it has no internet address"));
}

}  // namespace

bool Targets::Group::contains(const core::Address& address) const {
  if (octets.empty()) return prefix.contains(address);
  if (!address.is_ipv4()) return false;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (!std::ranges::binary_search(octets[i], address.bytes()[i])) return false;
  }
  return true;
}

Targets::Group Targets::single(const core::Address& address, std::string_view name) {
  return {1, {address, std::string(name), true}, core::Prefix::host(address), {}};
}

Targets::Targets(const std::vector<core::Address>& addresses) : size_(addresses.size()) {
  for (const core::Address& address : addresses)
    groups_.push_back(single(address));
}

core::Status Targets::add(std::string_view text, std::optional<core::Family> family) {
  core::Result<Group> group = parse(text, family);
  if (!group) return core::failure(group.error());
  if (size_ + group->size > kMaximumSize) {
    return core::failure(target_error(text, fmt::format("more than {} hosts in one scan", kMaximumSize),
                                      "scan a part at a time"));
  }
  size_ += group->size;
  groups_.push_back(std::move(*group));
  return {};
}

core::Status Targets::exclude(std::string_view text, std::optional<core::Family> family) {
  core::Result<Group> group = parse(text, family);
  if (!group) return core::failure(group.error());
  excluded_.push_back(std::move(*group));
  return {};
}

core::Result<Targets::Group> Targets::parse(std::string_view text, std::optional<core::Family> family) {
  if (const auto address = core::Address::parse(text)) return single(*address);
  if (looks_like_octets(text)) return parse_octets(text);
  if (text.find('/') != std::string_view::npos) {
    const auto prefix = core::Prefix::parse(text, core::HostBits::kClear);
    if (!prefix) return core::failure(prefix.error());
    const unsigned host_bits = prefix->address().bit_length() - prefix->length();
    const std::uint64_t size = std::uint64_t{1} << std::min(host_bits, kMostHostBits + 1);
    return Group{size, {prefix->address(), {}, size == 1}, *prefix, {}};
  }
  return look_up(text, family).map([text](const core::Address& address) { return single(address, text); });
}

core::Result<Targets::Group> Targets::parse_octets(std::string_view text) {
  const std::vector<std::string_view> parts = core::split(text, '.');
  if (parts.size() != 4) return core::failure(target_error(text, "not four numbers or ranges between dots"));
  Group group;
  group.first.is_single = false;
  for (const std::string_view part : parts) {
    std::array<bool, 256> chosen{};
    for (const std::string_view item : core::split(part, ',')) {
      const std::optional<OctetRange> range = parse_octet_range(item);
      if (!range) return core::failure(target_error(text, "not a range of 0 to 255", "as in 10.0.0-5,9.*"));
      std::fill(chosen.begin() + range->first, chosen.begin() + range->last + 1, true);
    }
    Octet octet;
    for (unsigned value = 0; value < chosen.size(); ++value) {
      if (chosen[value]) octet.push_back(static_cast<std::uint8_t>(value));
    }
    group.size *= octet.size();
    group.octets.push_back(std::move(octet));
  }
  return group;
}

std::optional<Target> Targets::at(std::uint64_t index) const {
  auto group = groups_.begin();
  for (; index >= group->size; ++group)
    index -= group->size;
  Target target = group->first;
  if (group->octets.empty()) {
    if (index != 0) target.address = after(target.address, index);
  } else {
    std::array<std::uint8_t, 4> bytes{};
    for (std::size_t i = bytes.size(); i-- > 0;) {
      const Octet& octet = group->octets[i];
      bytes[i] = octet[index % octet.size()];
      index /= octet.size();
    }
    target.address = core::Address::from_bytes(bytes);
  }
  const auto holds = [&](const Group& excluded) { return excluded.contains(target.address); };
  if (std::ranges::any_of(excluded_, holds)) return std::nullopt;
  return target;
}

std::vector<std::string_view> target_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view line : core::split(text, '\n')) {
    const std::vector<std::string_view> on_line = core::split_words(line.substr(0, line.find('#')));
    words.insert(words.end(), on_line.begin(), on_line.end());
  }
  return words;
}

}  // namespace portreeve::scan
