#include <arpa/inet.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/address.h"
#include "core/endpoint.h"
#include "core/text.h"
#include "property.h"

namespace portreeve::fuzz {
namespace {

using core::Address;
using core::Endpoint;

// inet_pton(3) is the authority on what an address without a zone looks like.
void require_agreement_with_libc(const std::string& text) {
  std::uint8_t bytes[16];
  const bool ipv4 = inet_pton(AF_INET, text.c_str(), bytes) == 1;
  const bool valid = ipv4 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
  const auto address = Address::parse(text);
  require(address.has_value() == valid, "Address::parse accepts what inet_pton accepts");
  if (valid) {
    require(*address == Address::from_bytes({bytes, ipv4 ? 4U : 16U}), "both read the same bytes");
  }
}

// An address writes its zone escaped where it could harm a terminal, and what is escaped does not read back.
bool has_plain_zone(const Address& address) {
  return core::printable(address.zone()) == address.zone();
}

}  // namespace
}  // namespace portreeve::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portreeve;
  const std::string text(fuzz::as_text(data, size));
  if (text.find_first_of(std::string_view("%\0", 2)) == std::string::npos) {
    fuzz::require_agreement_with_libc(text);
  }
  const auto address = core::Address::parse(text);
  if (address && fuzz::has_plain_zone(*address)) {
    fuzz::require_round_trip(*address);
  }
  const auto endpoint = core::Endpoint::parse(text);
  if (endpoint && fuzz::has_plain_zone(endpoint->address)) {
    fuzz::require_round_trip(*endpoint);
  }
  return 0;
}
