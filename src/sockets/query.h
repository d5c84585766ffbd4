#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/address.h"
#include "sockets/owners.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// What is asked about a socket beyond what the kernel tells of each; every one of these costs time.
struct Details {
  bool memory = false;           ///< Socket::memory
  bool tcp = false;              ///< Socket::tcp, and what SCTP and MPTCP have instead of it
  bool waiting = false;          ///< UnixDetail::waiting
  bool type_of_service = false;  ///< Socket::tos, traffic_class and class_id
};

/// Of which network namespaces sockets are wanted. But for the own one, each socket is labelled with its own.
enum class NamespaceScope : std::uint8_t {
  kOwn,       ///< the caller's
  kAll,       ///< every one of the host
  kAttached,  ///< those that are connected to the caller's, and not that one (attached_namespaces.h)
};

/// Which sockets are wanted, and how much of them.
struct Query {
  std::vector<Protocol> protocols{Protocol::kTcp, Protocol::kUdp};
  bool protocols_named =
      true;  ///< false where they are simply all: then the kernel need not have each of them
  std::vector<core::Family> families{core::Family::kIpv4, core::Family::kIpv6};  ///< of internet sockets
  std::vector<State> states;                                                     ///< empty for every state
  bool endpoints_of_associations = false;  ///< in other states as well, each before the wanted ones of SCTP
  std::function<bool(const Socket&)> filter;  ///< which of those, judged without owners; empty for all
  Details details;
  NamespaceScope namespaces = NamespaceScope::kOwn;
  bool owners = true;                            ///< whether to look for the processes that hold them
  OwnerDetail owner_detail = OwnerDetail::kAll;  ///< how much of each of them
};

/// Takes one socket after the other.
using Visitor = std::function<void(Socket&&)>;

/// The states of a socket that waits for others: listening, or unconnected for what knows no listening.
[[nodiscard]] std::vector<State> waiting_states();

}  // namespace portreeve::sockets
