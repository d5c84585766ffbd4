#include "sockets/filter_names.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <span>

#include "core/system_root.h"
#include "sockets/cgroup_ids.h"

namespace portreeve::sockets {
namespace {

std::optional<std::uint16_t> port_of_service(const std::string& name, const char* protocol) {
  const ::servent* const entry = ::getservbyname(name.c_str(), protocol);
  if (entry == nullptr) return std::nullopt;
  return ntohs(static_cast<std::uint16_t>(entry->s_port));
}

struct AddressListDeleter {
  void operator()(::addrinfo* list) const { ::freeaddrinfo(list); }
};

std::optional<core::Address> to_address(const ::addrinfo& entry) {
  if (entry.ai_family == AF_INET) {
    const auto* const internet = reinterpret_cast<const ::sockaddr_in*>(entry.ai_addr);
    return core::Address::from_ipv4(ntohl(internet->sin_addr.s_addr));
  }
  if (entry.ai_family == AF_INET6) {
    const auto* const internet = reinterpret_cast<const ::sockaddr_in6*>(entry.ai_addr);
    return core::Address::from_bytes(std::span(internet->sin6_addr.s6_addr));
  }
  return std::nullopt;
}

std::vector<core::Address> addresses_of_host(const std::string& name, AddressFamily family) {
  ::addrinfo hints{};
  hints.ai_family = family == AddressFamily::kInet    ? AF_INET
                    : family == AddressFamily::kInet6 ? AF_INET6
                                                      : AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  ::addrinfo* found = nullptr;
  std::vector<core::Address> addresses;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) return addresses;
  const std::unique_ptr<::addrinfo, AddressListDeleter> list(found);
  for (const ::addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    const auto address = to_address(*entry);
    if (address && std::ranges::find(addresses, *address) == addresses.end()) addresses.push_back(*address);
  }
  std::ranges::sort(addresses);
  return addresses;
}

std::optional<std::uint32_t> index_of_device(const std::string& name) {
  const unsigned index = ::if_nametoindex(name.c_str());
  return index == 0 ? std::nullopt : std::optional<std::uint32_t>(index);
}

}  // namespace

FilterNames FilterNames::of_system() {
  return {.port = port_of_service,
          .hosts = addresses_of_host,
          .device = index_of_device,
          .cgroup = [](const std::string& path) { return cgroup_id(core::SystemRoot(), path); }};
}

}  // namespace portreeve::sockets
