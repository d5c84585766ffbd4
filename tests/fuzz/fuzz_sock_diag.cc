#include <linux/inet_diag.h>
#include <linux/netlink.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "property.h"
#include "sockets/sock_diag.h"

using portreeve::core::Family;
using portreeve::fuzz::require;
using portreeve::sockets::DiagReply;
using portreeve::sockets::Protocol;
using portreeve::sockets::Socket;

namespace {

// The bytes that the kernel spends on a socket at the least.
constexpr std::size_t kSocketSize = sizeof(::nlmsghdr) + sizeof(::inet_diag_msg);

void require_plausible(const Socket& socket) {
  require(socket.protocol == Protocol::kTcp, "a socket is of the protocol that was asked for");
  require(socket.local.address.family() == socket.family, "the local address is of the socket's family");
  require(socket.peer.address.family() == socket.family, "the peer's address is of the socket's family");
  require(to_string(socket.state) != "UNKNOWN", "a socket is in a state that there is");
  require(socket.family == Family::kIpv6 || !socket.v6_only, "an IPv4 socket says nothing of IPV6_V6ONLY");
  require(!socket.interface || socket.interface->index != 0, "a device has a number");
  require(socket.owners.empty(), "the kernel's list knows no owners");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto datagram = std::as_bytes(std::span(data, size));
  DiagReply reply;
  const bool complete = decode_sock_diag(datagram, Protocol::kTcp, reply).has_value();
  require(reply.sockets.size() <= size / kSocketSize, "each socket takes its bytes");
  for (const Socket& socket : reply.sockets)
    require_plausible(socket);

  DiagReply again;
  again.is_last = reply.is_last;
  const bool complete_again = decode_sock_diag(datagram, Protocol::kTcp, again).has_value();
  if (reply.is_last) {
    require(complete_again && again.sockets.empty(), "nothing is read behind the end");
  } else {
    require(complete_again == complete && again.sockets.size() == reply.sockets.size(),
            "the same bytes say the same");
  }
  return 0;
}
