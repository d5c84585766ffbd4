#include "core/prefix.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::core {
namespace {

constexpr std::string_view kWhat = "the prefix";

// Keeps the first `length` bits of an address and sets the rest to `fill` (0x00 or 0xFF).
Address fill_host_bits(const Address& address, unsigned length, std::uint8_t fill) {
  std::array<std::uint8_t, 16> bytes{};
  const auto source = address.bytes();
  for (std::size_t index = 0; index < source.size(); ++index) {
    const unsigned before = static_cast<unsigned>(index) * 8;
    const unsigned kept = length <= before ? 0 : std::min(length - before, 8u);
    const auto mask = static_cast<std::uint8_t>(0xFF00u >> kept);
    bytes[index] =
        static_cast<std::uint8_t>((source[index] & mask) | (fill & static_cast<std::uint8_t>(~mask)));
  }
  return Address::from_bytes(std::span(bytes).first(source.size()));
}

Result<unsigned> parse_length(const Address& address, std::string_view text) {
  if (address.is_ipv4() && text.find('.') != std::string_view::npos) {
    return Address::parse(text).and_then(netmask_length);
  }
  return parse_number<unsigned>("the prefix length", text, 0, address.bit_length());
}

}  // namespace

Prefix::Prefix(const Address& address, unsigned length) : length_(length) {
  if (length > address.bit_length()) throw std::invalid_argument("prefix length beyond the address");
  address_ = fill_host_bits(address, length, 0x00);
}

Result<Prefix> Prefix::parse(std::string_view text, HostBits host_bits) {
  const std::size_t slash = text.find('/');
  const Result<Address> address = Address::parse(text.substr(0, slash));
  if (!address) return failure(parse_error(kWhat, text, address.error().reason));
  if (!address->zone().empty()) return failure(parse_error(kWhat, text, "a prefix has no zone"));
  if (slash == std::string_view::npos) return Prefix::host(*address);

  const Result<unsigned> length = parse_length(*address, text.substr(slash + 1));
  if (!length) return failure(parse_error(kWhat, text, "the part after / is " + length.error().reason));
  Prefix prefix(*address, *length);
  if (host_bits == HostBits::kReject && prefix.address() != *address) {
    return failure(parse_error(
        kWhat, text, "it has bits set beyond its length",
        fmt::format("write {}, or {} for the one host", prefix.to_string(), address->to_string())));
  }
  return prefix;
}

bool Prefix::contains(const Address& address) const {
  if (address.family() != family()) return false;
  return std::ranges::equal(fill_host_bits(address, length_, 0x00).bytes(), address_.bytes());
}

bool Prefix::contains(const Prefix& other) const {
  return other.length_ >= length_ && contains(other.address_);
}

Address Prefix::last() const {
  return fill_host_bits(address_, length_, 0xFF);
}

std::string Prefix::to_string() const {
  return fmt::format("{}/{}", address_.to_string(), length_);
}

Result<unsigned> netmask_length(const Address& netmask) {
  const std::string text = netmask.to_string();
  if (!netmask.is_ipv4()) return failure(parse_error("the netmask", text, "not an IPv4 netmask"));
  const std::uint32_t bits = netmask.ipv4_bits();
  const auto length = static_cast<unsigned>(std::countl_one(bits));
  if (length + static_cast<unsigned>(std::countr_zero(bits)) < 32) {
    return failure(parse_error("the netmask", text, "not a netmask: its ones are not contiguous"));
  }
  return length;
}

}  // namespace portreeve::core
