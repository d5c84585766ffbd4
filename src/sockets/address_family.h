#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portreeve::sockets {

/// The families of addresses that listings and filters tell apart, as `ss -f` names them.
enum class AddressFamily : std::uint8_t {
  kAny,
  kInet,
  kInet6,
  kUnix,
  kLink,  ///< packet(7)
  kNetlink,
  kVsock,
  kTipc,
  kXdp,
};

/// "inet", "inet6", "unix", "link", "netlink", "vsock", "tipc", "xdp"; "" for kAny.
[[nodiscard]] std::string_view to_string(AddressFamily family);

/// The family of one of the names above, or nothing.
[[nodiscard]] std::optional<AddressFamily> parse_address_family(std::string_view name);

}  // namespace portreeve::sockets
