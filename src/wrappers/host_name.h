#pragma once

#include <netdb.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>

namespace portreeve::wrappers {

/// Names and addresses through the name service of the host (nsswitch.conf(5)).

struct AddressListDeleter {
  void operator()(addrinfo* list) const;
};
using AddressList = std::unique_ptr<addrinfo, AddressListDeleter>;

/// The stream addresses of a name in a family (or AF_UNSPEC), as getaddrinfo(3) finds them with these flags;
/// null when there are none.
[[nodiscard]] AddressList find_addresses(const std::string& name, int family, int flags);

/// An endpoint's address in numbers, a link-local one with its zone; empty when the family has none.
[[nodiscard]] std::string numeric_address(const sockaddr& endpoint);

/// What the look-up of a host's name comes to.
struct HostName {
  std::string name;       ///< kUnknown when the host has none, kParanoid when the name is not its own
  std::string objection;  ///< what speaks against the name that the address led to; empty unless kParanoid
};

/// An endpoint's host name.
///
/// A name counts when it is no number, leads back to the address by a look-up of the same family, and is the
/// canonical one ("localhost" always is). A v4-mapped address is looked up as the IPv4 address that it is.
/// Names are cut at 127 bytes.
[[nodiscard]] HostName verified_name(const sockaddr& endpoint);

/// The endpoint's port, or 0 for other families than IPv4 and IPv6.
[[nodiscard]] std::uint16_t port_of(const sockaddr& endpoint);

/// The size of an endpoint's address structure, by its family.
[[nodiscard]] socklen_t size_of(const sockaddr& endpoint);

}  // namespace portreeve::wrappers
