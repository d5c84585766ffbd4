#include "core/endpoint.h"

#include <fmt/format.h>

#include "core/port_range.h"
#include "core/text.h"

namespace portreeve::core {

Result<Endpoint> Endpoint::parse(std::string_view text) {
  const auto because = [&](std::string_view reason) {
    return failure(parse_error("the endpoint", text, reason, "write 192.0.2.1:22 or [2001:db8::1]:22"));
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return because("it has no port");

  std::string_view address_text = text.substr(0, colon);
  const bool bracketed = address_text.starts_with('[');
  if (bracketed) {
    if (!address_text.ends_with(']')) return because("its bracket is not closed before the port");
    address_text = address_text.substr(1, address_text.size() - 2);
  }
  const Result<Address> address = Address::parse(address_text);
  if (!address) return because("its address is wrong: " + address.error().reason);
  if (address->is_ipv6() != bracketed) {
    return because(bracketed ? "brackets belong to an IPv6 address" : "an IPv6 address needs brackets");
  }
  const Result<std::uint16_t> port = parse_port(text.substr(colon + 1));
  if (!port) return because("its port is " + port.error().reason);
  return Endpoint{*address, *port};
}

std::string Endpoint::to_string() const {
  return fmt::format(fmt::runtime(address.is_ipv6() ? "[{}]:{}" : "{}:{}"), address.to_string(), port);
}

}  // namespace portreeve::core
