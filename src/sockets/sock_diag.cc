#include "sockets/sock_diag.h"

#include <cerrno>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/text.h"
#include "sockets/diag_message.h"
#include "sockets/inet_diag.h"
#include "sockets/interface_names.h"
#include "sockets/netlink_diag.h"
#include "sockets/packet_diag.h"
#include "sockets/sctp_diag.h"
#include "sockets/seen_sockets.h"
#include "sockets/unix_diag.h"
#include "sockets/vsock_diag.h"

namespace portreeve::sockets {
namespace {

std::vector<std::byte> request_for(Protocol protocol, core::Family family, const Query& query) {
  const std::uint32_t states = state_mask(query.states);
  switch (protocol) {
    case Protocol::kSctp:
      return sctp_diag_request(family, states, query.details);
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

// Reads the messages of one answer.
class Decoder {
 public:
  Decoder(Protocol protocol, const Details& details) : protocol_(protocol), details_(details) {}

  core::Result<Socket> decode(std::span<const std::byte> body) {
    switch (protocol_) {
      case Protocol::kSctp:
        return decode_sctp_diag(body, details_, endpoint_);
      case Protocol::kUnix:
        return decode_unix_diag(body);
      case Protocol::kPacket:
        return decode_packet_diag(body, details_);
      case Protocol::kNetlink:
        return decode_netlink_diag(body, details_);
      case Protocol::kVsock:
        return decode_vsock_diag(body);
      default:
        return decode_inet_diag(body, protocol_);
    }
  }

 private:
  Protocol protocol_;
  Details details_;
  SctpEndpoint endpoint_;
};

// A zone that netlink gave as a number.
void name_zone(core::Address& address, InterfaceNames& names) {
  const auto index = core::parse_number<std::uint32_t>("the interface", address.zone());
  if (index) address = address.with_zone(names.name(*index));
}

void name_zones(std::vector<core::Address>& addresses, InterfaceNames& names) {
  for (core::Address& address : addresses) {
    if (!address.zone().empty()) name_zone(address, names);
  }
}

// Netlink knows a device by its number. For a link-local address it is the zone, even if the socket is not
// bound to the device otherwise; ss shows it the same way.
void name_interfaces(Socket& socket, InterfaceNames& names) {
  if (auto* const sctp = std::get_if<SctpDetail>(&socket.detail); sctp != nullptr) {
    name_zones(sctp->locals, names);
    name_zones(sctp->peers, names);
    if (!socket.local.address.zone().empty()) name_zone(socket.local.address, names);
    if (!socket.peer.address.zone().empty()) name_zone(socket.peer.address, names);
  }
  if (!socket.interface) return;
  const std::string& name = names.name(socket.interface->index);
  if (socket.local.address.is_ipv6() && socket.local.address.is_link_local()) {
    socket.local.address = socket.local.address.with_zone(name);
    socket.interface.reset();
  } else {
    socket.interface->name = name;
  }
}

bool is_association(const Socket& socket) {
  const auto* const sctp = std::get_if<SctpDetail>(&socket.detail);
  return sctp != nullptr && sctp->is_association;
}

core::Error not_over_netlink() {
  return core::system_error("list", "ping sockets over netlink", ENOENT);
}

}  // namespace

core::Status ask_sock_diag(const OpenTransport& open, Protocol protocol, core::Family family,
                           const Query& query, const Visitor& visit) {
  if (protocol == Protocol::kIcmp) return core::failure(not_over_netlink());
  const std::uint32_t wanted = state_mask(query.states);
  Decoder decoder(protocol, query.details);
  SeenSockets seen;
  InterfaceNames interfaces;
  std::optional<Socket> endpoint;  // the last one, if its own state is not wanted
  const auto pass_one_on = [&](Socket&& socket) {
    if (!seen.insert(socket)) return;
    name_interfaces(socket, interfaces);
    visit(std::move(socket));
  };
  const auto pass_on = [&](std::span<const std::byte> body) -> core::Status {
    auto socket = decoder.decode(body);
    if (!socket) return core::failure(socket.error());
    const bool is_wanted = (wanted >> static_cast<unsigned>(socket->state) & 1) != 0;
    if (!is_wanted) {
      if (query.endpoints_of_associations && !is_association(*socket)) endpoint = std::move(*socket);
      return {};
    }
    if (endpoint && is_association(*socket) && endpoint->cookie == socket->cookie) {
      pass_one_on(std::move(*std::exchange(endpoint, std::nullopt)));
    }
    pass_one_on(std::move(*socket));
    return {};
  };
  return dump_over_netlink(open, request_for(protocol, family, query), pass_on);
}

}  // namespace portreeve::sockets
