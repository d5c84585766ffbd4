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

Targets::Targets(const std::vector<core::Address>& addresses) {
  for (const core::Address& address : addresses) {
    groups_.push_back({1, {address, {}, true}, {}});
  }
  size_ = addresses.size();
}

core::Status Targets::add_group(std::string_view text, Group group) {
  if (size_ + group.size > kMaximumSize) {
    return core::failure(target_error(text, fmt::format("more than {} hosts in one scan", kMaximumSize),
                                      "scan a part at a time"));
  }
  size_ += group.size;
  groups_.push_back(std::move(group));
  return {};
}

core::Status Targets::add(std::string_view text, std::optional<core::Family> family) {
  if (const auto address = core::Address::parse(text)) return add_group(text, {1, {*address, {}, true}, {}});
  if (looks_like_octets(text)) {
    core::Result<Group> group = parse_octets(text);
    if (!group) return core::failure(group.error());
    return add_group(text, std::move(*group));
  }
  if (text.find('/') != std::string_view::npos) {
    const auto prefix = core::Prefix::parse(text, core::HostBits::kClear);
    if (!prefix) return core::failure(prefix.error());
    const unsigned host_bits = prefix->address().bit_length() - prefix->length();
    const std::uint64_t size = std::uint64_t{1} << std::min(host_bits, kMostHostBits + 1);
    return add_group(text, {size, {prefix->address(), {}, size == 1}, {}});
  }
  const core::Result<core::Address> address = look_up(text, family);
  if (!address) return core::failure(address.error());
  return add_group(text, {1, {*address, std::string(text), true}, {}});
}

core::Result<Targets::Group> Targets::parse_octets(std::string_view text) {
  const std::vector<std::string_view> parts = core::split(text, '.');
  if (parts.size() != 4) return core::failure(target_error(text, "not four numbers or ranges between dots"));
  Group group;
  group.first.is_single = false;
  for (const std::string_view part : parts) {
    std::array<bool, 256> chosen{};
    for (std::string_view item : core::split(part, ',')) {
      if (item == "*") item = "-";
      const std::size_t dash = item.find('-');
      const std::string_view first_text = item.substr(0, dash);
      const std::string_view last_text = dash == std::string_view::npos ? first_text : item.substr(dash + 1);
      const bool is_range = dash != std::string_view::npos;
      const auto first = is_range && first_text.empty()
                             ? core::Result<std::uint8_t>(0)
                             : core::parse_number<std::uint8_t>("the octet", first_text);
      const auto last = is_range && last_text.empty()
                            ? core::Result<std::uint8_t>(255)
                            : core::parse_number<std::uint8_t>("the octet", last_text);
      if (!first || !last) {
        return core::failure(target_error(text, "an octet is 0 to 255", "as in 10.0.0-5,9.*"));
      }
      if (*last < *first) return core::failure(target_error(text, "a range ends before it begins"));
      std::fill(chosen.begin() + *first, chosen.begin() + *last + 1, true);
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

void Targets::exclude(const core::Prefix& prefix) {
  excluded_.push_back(prefix);
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
  const auto holds = [&](const core::Prefix& prefix) { return prefix.contains(target.address); };
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
