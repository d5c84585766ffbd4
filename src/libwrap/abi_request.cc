#include "libwrap/abi_request.h"

#include "wrappers/host_name.h"

namespace portreeve::libwrap {

std::optional<std::uint16_t> AbiRequest::port(wrappers::Side side) {
  const sockaddr* const endpoint = host(side).sin;
  if (endpoint == nullptr) return std::nullopt;
  return wrappers::port_of(*endpoint);
}

}  // namespace portreeve::libwrap
