#include "wrappers/network_pattern.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// The prefix lengths have up to two digits; a text as short is no dotted quad.
constexpr std::size_t kLongestLength = 2;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

// Four decimal fields without leading zeros, the form that nearly every rule and every address has. Nothing
// for other forms, which inet_addr(3) may still accept.
std::optional<std::uint32_t> parse_plain_quad(std::string_view text) {
  std::uint32_t address = 0;
  std::size_t i = 0;
  for (int field = 0; field < 4; ++field) {
    if (field > 0 && (i >= text.size() || text[i++] != '.')) return std::nullopt;
    unsigned value = 0;
    const std::size_t start = i;
    while (i < text.size() && is_digit(text[i]) && i - start < 3) {
      value = value * 10 + static_cast<unsigned>(text[i++] - '0');
    }
    const bool has_leading_zero = i - start > 1 && text[start] == '0';
    if (i == start || value > 255 || has_leading_zero) return std::nullopt;
    address = address << 8 | value;
  }
  if (i != text.size()) return std::nullopt;
  return address;
}

int count_fields(std::string_view text) {
  int fields = 0;
  bool inside = false;
  for (const char byte : text) {
    if (byte != '.' && !inside) ++fields;
    inside = byte != '.';
  }
  return fields;
}

}  // namespace

std::optional<std::uint32_t> parse_dotted_quad(std::string_view text) {
  std::optional<std::uint32_t> address = parse_plain_quad(text);
  if (!address) {
    if (count_fields(text) != 4) return std::nullopt;
    address = ntohl(inet_addr(std::string(text).c_str()));
  }
  return address == INADDR_NONE ? std::nullopt : address;
}

std::optional<std::uint32_t> parse_ipv4_length(std::string_view text) {
  const bool is_plain = text.size() == 2 && is_digit(text[0]) && is_digit(text[1]);
  // The original keeps the number in an int.
  const int length = is_plain ? (text[0] - '0') * 10 + (text[1] - '0')
                              : static_cast<int>(std::strtol(std::string(text).c_str(), nullptr, 10));
  if (length < 1 || length > 32) return std::nullopt;
  return ~std::uint32_t{0} << (32 - length);
}

std::optional<Ipv4Network> parse_ipv4_beginning(std::string_view text) {
  if (!text.ends_with('.')) return std::nullopt;
  const int fields = count_fields(text);
  if (fields < 1 || fields > 3) return std::nullopt;
  std::string first(text);
  for (int field = fields; field < 4; ++field)
    first += field == fields ? "0" : ".0";
  const auto address = parse_plain_quad(first);
  if (!address) return std::nullopt;
  return Ipv4Network{*address, ~std::uint32_t{0} << (32 - 8 * fields)};
}

std::optional<Ipv4Network> parse_ipv4_network(std::string_view net, std::string_view mask) {
  const auto network = parse_dotted_quad(net);
  if (!network) return std::nullopt;
  const auto quad = mask.size() <= kLongestLength ? std::nullopt : parse_dotted_quad(mask);
  const auto bits = quad ? quad : parse_ipv4_length(mask);
  if (!bits) return std::nullopt;
  return Ipv4Network{*network, *bits};
}

std::optional<Ipv6Bytes> parse_bracketed_ipv6(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return std::nullopt;
  return parse_ipv6(text.substr(1, text.size() - 2));
}

std::optional<Ipv6Network> parse_ipv6_network(std::string_view net, std::string_view length) {
  const auto network = parse_bracketed_ipv6(net);
  if (!network) return std::nullopt;
  const std::string digits(length);
  char* end = nullptr;
  const int bits = static_cast<int>(std::strtol(digits.c_str(), &end, 10));
  if (bits < 0 || bits > 128) return std::nullopt;
  return Ipv6Network{*network, bits, end == digits.c_str()};
}

bool Ipv6Network::holds_mapped_addresses() const {
  constexpr Ipv6Network kMapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, false};
  return kMapped.contains(network) || contains(kMapped.network);
}

bool Ipv6Network::contains(const Ipv6Bytes& address) const {
  const auto whole = static_cast<std::size_t>(length / 8);
  if (std::memcmp(network.data(), address.data(), whole) != 0) return false;
  const int rest = length % 8;
  return rest == 0 || ((network[whole] ^ address[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
}

}  // namespace portreeve::wrappers
