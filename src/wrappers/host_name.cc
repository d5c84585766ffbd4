#include "wrappers/host_name.h"

#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>
#include <utility>

#include "wrappers/request.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// What a name may have in struct host_info of tcpd.h, less the NUL.
constexpr std::size_t kLongestName = 127;

template <typename Address>
Address copy_of(const sockaddr& endpoint) {
  Address address{};
  std::memcpy(&address, &endpoint, sizeof address);
  return address;
}

// The endpoint with a v4-mapped address turned into the IPv4 address that it is.
sockaddr_storage unmapped(const sockaddr& endpoint) {
  sockaddr_storage storage{};
  std::memcpy(&storage, &endpoint, size_of(endpoint));
  if (endpoint.sa_family != AF_INET6) return storage;
  const auto ipv6 = copy_of<sockaddr_in6>(endpoint);
  if (!IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr)) return storage;
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_port = ipv6.sin6_port;
  std::memcpy(&ipv4.sin_addr, &ipv6.sin6_addr.s6_addr[12], sizeof ipv4.sin_addr);
  storage = {};
  std::memcpy(&storage, &ipv4, sizeof ipv4);
  return storage;
}

bool is_same_host(const sockaddr& one, const sockaddr& other) {
  if (one.sa_family != other.sa_family) return false;
  if (one.sa_family == AF_INET) {
    return copy_of<sockaddr_in>(one).sin_addr.s_addr == copy_of<sockaddr_in>(other).sin_addr.s_addr;
  }
  const auto first = copy_of<sockaddr_in6>(one);
  const auto second = copy_of<sockaddr_in6>(other);
  return std::memcmp(&first.sin6_addr, &second.sin6_addr, sizeof first.sin6_addr) == 0 &&
         first.sin6_scope_id == second.sin6_scope_id;
}

// What speaks against a name that an address has led to, or an empty text.
std::string objection_to(const std::string& name, const sockaddr& endpoint) {
  if (find_addresses(name, AF_UNSPEC, AI_NUMERICHOST)) {
    return concat({"host name/name mismatch: reverse lookup results in non-FQDN ", name});
  }
  const AddressList addresses = find_addresses(name, endpoint.sa_family, AI_CANONNAME);
  if (!addresses) {
    const std::string_view family = endpoint.sa_family == AF_INET ? "AF_INET" : "AF_INET6";
    return concat({"can't verify hostname: getaddrinfo(", name, ", ", family, ") failed"});
  }
  const std::string canonical = std::string(addresses->ai_canonname == nullptr ? "" : addresses->ai_canonname)
                                    .substr(0, kLongestName + 1);
  if (!equal_ignoring_case(name, canonical) && !equal_ignoring_case(name, "localhost")) {
    return concat({"host name/name mismatch: ", name, " != ", canonical});
  }
  for (const addrinfo* entry = addresses.get(); entry != nullptr; entry = entry->ai_next) {
    if (is_same_host(*entry->ai_addr, endpoint)) return {};
  }
  return concat({"host name/address mismatch: ", numeric_address(endpoint), " != ", canonical});
}

}  // namespace

void AddressListDeleter::operator()(addrinfo* list) const {
  freeaddrinfo(list);
}

AddressList find_addresses(const std::string& name, int family, int flags) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  return AddressList(getaddrinfo(name.c_str(), nullptr, &hints, &found) == 0 ? found : nullptr);
}

socklen_t size_of(const sockaddr& endpoint) {
  switch (endpoint.sa_family) {
    case AF_INET:
      return sizeof(sockaddr_in);
    case AF_INET6:
      return sizeof(sockaddr_in6);
    default:
      return sizeof(sockaddr);
  }
}

std::uint16_t port_of(const sockaddr& endpoint) {
  switch (endpoint.sa_family) {
    case AF_INET:
      return ntohs(copy_of<sockaddr_in>(endpoint).sin_port);
    case AF_INET6:
      return ntohs(copy_of<sockaddr_in6>(endpoint).sin6_port);
    default:
      return 0;
  }
}

std::string numeric_address(const sockaddr& endpoint) {
  char host[NI_MAXHOST] = {};
  const int status = getnameinfo(&endpoint, size_of(endpoint), host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return status == 0 ? std::string(host) : std::string();
}

HostName verified_name(const sockaddr& endpoint) {
  const sockaddr_storage storage = unmapped(endpoint);
  const auto& address = reinterpret_cast<const sockaddr&>(storage);
  char host[NI_MAXHOST] = {};
  if (getnameinfo(&address, size_of(address), host, sizeof host, nullptr, 0, NI_NAMEREQD) != 0) {
    return {std::string(kUnknown), {}};
  }
  std::string name = std::string(host).substr(0, kLongestName);
  std::string objection = objection_to(name, address);
  if (objection.empty()) return {std::move(name), {}};
  return {std::string(kParanoid), std::move(objection)};
}

}  // namespace portreeve::wrappers
