#include "core/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/text.h"

namespace portreeve::core {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// inet_pton(3) wants a terminated string and no longer text can be an address (INET6_ADDRSTRLEN, with room
// for the final NUL).
bool parse_bytes(int family, std::string_view text, std::uint8_t* bytes) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) return false;
  std::ranges::copy(text, terminated.begin());
  return ::inet_pton(family, terminated.data(), bytes) == 1;
}

// The reason is for a person who mistyped; the most common slips get a sentence of their own.
std::string_view why_not_an_address(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.front() == '[') return "brackets belong to an address with a port, as in [::1]:22";
  if (text.find('/') != std::string_view::npos) return "it is a prefix, not an address";
  if (text.find(':') != std::string_view::npos) return "not an IPv6 address";
  const bool digits_and_dots = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (digits_and_dots) return "an IPv4 address has four decimal parts from 0 to 255 without leading zeros";
  return "not an IPv4 or IPv6 address";
}

std::string_view why_not_a_zone(std::string_view zone) {
  if (zone.empty()) return "the zone after % is empty";
  if (zone.size() > Address::kMaximumZoneLength) return "the zone after % is longer than an interface name";
  const auto forbidden = [](char character) {
    return character == '%' || character == '/' || static_cast<unsigned char>(character) <= ' ' ||
           character == 0x7F;
  };
  if (std::ranges::any_of(zone, forbidden)) return "the zone after % is not an interface name";
  return {};
}

}  // namespace

std::string_view to_string(Family family) {
  return family == Family::kIpv4 ? "IPv4" : "IPv6";
}

Address Address::from_ipv4(std::uint32_t bits) {
  Address address;
  for (unsigned index = 0; index < 4; ++index) {
    address.bytes_[index] = static_cast<std::uint8_t>(bits >> (24 - 8 * index));
  }
  return address;
}

Address Address::from_bytes(std::span<const std::uint8_t> bytes, std::string_view zone) {
  if (bytes.size() != 4 && bytes.size() != 16) {
    throw std::invalid_argument("an address has 4 or 16 bytes");
  }
  Address address;
  address.family_ = bytes.size() == 4 ? Family::kIpv4 : Family::kIpv6;
  std::ranges::copy(bytes, address.bytes_.begin());
  if (address.is_ipv6()) address.zone_ = zone;
  return address;
}

Result<Address> Address::parse(std::string_view text) {
  constexpr std::string_view kWhat = "the address";
  Address address;
  if (parse_bytes(AF_INET, text, address.bytes_.data())) return address;

  const std::size_t percent = text.find('%');
  if (parse_bytes(AF_INET6, text.substr(0, percent), address.bytes_.data())) {
    address.family_ = Family::kIpv6;
    if (percent == std::string_view::npos) return address;
    const std::string_view zone = text.substr(percent + 1);
    if (const std::string_view reason = why_not_a_zone(zone); !reason.empty()) {
      return failure(parse_error(kWhat, text, reason));
    }
    address.zone_ = zone;
    return address;
  }
  return failure(parse_error(kWhat, text, why_not_an_address(text)));
}

Address Address::any(Family family) {
  Address address;
  address.family_ = family;
  return address;
}

std::uint32_t Address::ipv4_bits() const {
  std::uint32_t bits = 0;
  for (unsigned index = 0; index < 4; ++index)
    bits = bits << 8 | bytes_[index];
  return bits;
}

Address Address::with_zone(std::string_view zone) const {
  Address address = *this;
  if (address.is_ipv6()) address.zone_ = zone;
  return address;
}

bool Address::is_unspecified() const {
  return std::ranges::all_of(bytes_, [](std::uint8_t byte) { return byte == 0; });
}

bool Address::is_loopback() const {
  if (is_ipv4_mapped()) return unmapped().is_loopback();
  if (is_ipv4()) return bytes_[0] == 127;
  return bytes_.back() == 1 &&
         std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto byte) { return byte == 0; });
}

bool Address::is_multicast() const {
  return is_ipv4() ? (bytes_[0] & 0xF0) == 0xE0 : bytes_[0] == 0xFF;
}

bool Address::is_link_local() const {
  if (is_ipv4()) return bytes_[0] == 169 && bytes_[1] == 254;
  return bytes_[0] == 0xFE && (bytes_[1] & 0xC0) == 0x80;
}

bool Address::is_ipv4_mapped() const {
  return is_ipv6() && std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes_.begin());
}

Address Address::unmapped() const {
  if (!is_ipv4_mapped()) return *this;
  return from_bytes(std::span(bytes_).last(4));
}

std::string Address::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(is_ipv4() ? AF_INET : AF_INET6, bytes_.data(), text.data(), text.size());
  std::string result(text.data());
  if (!zone_.empty()) result += "%" + printable(zone_);
  return result;
}

std::strong_ordering Address::operator<=>(const Address& other) const {
  if (const auto order = family_ <=> other.family_; order != 0) return order;
  if (const auto order = bytes_ <=> other.bytes_; order != 0) return order;
  return zone_ <=> other.zone_;
}

}  // namespace portreeve::core

std::size_t std::hash<portreeve::core::Address>::operator()(
    const portreeve::core::Address& address) const noexcept {
  const auto bytes = address.bytes();
  const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return std::hash<std::string_view>{}(view) ^ (std::hash<std::string>{}(address.zone()) << 1);
}
