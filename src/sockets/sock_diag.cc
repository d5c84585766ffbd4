#include "sockets/sock_diag.h"

#include <cerrno>
#include <vector>

#include "sockets/diag_message.h"
#include "sockets/inet_diag.h"
#include "sockets/interface_names.h"
#include "sockets/netlink_diag.h"
#include "sockets/packet_diag.h"
#include "sockets/seen_sockets.h"
#include "sockets/unix_diag.h"
#include "sockets/vsock_diag.h"

namespace portreeve::sockets {
namespace {

std::vector<std::byte> request_for(Protocol protocol, core::Family family, const Query& query) {
  const std::uint32_t states = state_mask(query.states);
  switch (protocol) {
    case Protocol::kUnix:
      return unix_diag_request(states, query.details);
    case Protocol::kPacket:
      return packet_diag_request();
    case Protocol::kNetlink:
      return netlink_diag_request();
    case Protocol::kVsock:
      return vsock_diag_request(states);
    default:
      return inet_diag_request(protocol, family, states, query.details);
  }
}

core::Result<Socket> decode(std::span<const std::byte> body, Protocol protocol, const Query& query) {
  switch (protocol) {
    case Protocol::kUnix:
      return decode_unix_diag(body);
    case Protocol::kPacket:
      return decode_packet_diag(body, query.details);
    case Protocol::kNetlink:
      return decode_netlink_diag(body, query.details);
    case Protocol::kVsock:
      return decode_vsock_diag(body);
    default:
      return decode_inet_diag(body, protocol);
  }
}

// Netlink knows a device by its number. For a link-local address it is the zone, even if the socket is not
// bound to the device otherwise; ss shows it the same way.
void name_interface(Socket& socket, InterfaceNames& names) {
  if (!socket.interface) return;
  const std::string& name = names.name(socket.interface->index);
  if (socket.local.address.is_ipv6() && socket.local.address.is_link_local()) {
    socket.local.address = socket.local.address.with_zone(name);
    socket.interface.reset();
  } else {
    socket.interface->name = name;
  }
}

core::Error not_over_netlink() {
  return core::system_error("list", "ping sockets over netlink", ENOENT);
}

}  // namespace

core::Status ask_sock_diag(const OpenTransport& open, Protocol protocol, core::Family family,
                           const Query& query, const Visitor& visit) {
  if (protocol == Protocol::kIcmp) return core::failure(not_over_netlink());
  const std::uint32_t wanted = state_mask(query.states);
  SeenSockets seen;
  InterfaceNames interfaces;
  const auto pass_on = [&](std::span<const std::byte> body) -> core::Status {
    auto socket = decode(body, protocol, query);
    if (!socket) return core::failure(socket.error());
    const bool is_wanted = (wanted >> static_cast<unsigned>(socket->state) & 1) != 0;
    if (!is_wanted || !seen.insert(*socket)) return {};
    name_interface(*socket, interfaces);
    visit(std::move(*socket));
    return {};
  };
  return dump_over_netlink(open, request_for(protocol, family, query), pass_on);
}

}  // namespace portreeve::sockets
