#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <span>
#include <vector>

#include "core/result.h"
#include "property.h"
#include "sockets/socket.h"

namespace portreeve::fuzz {

/// Reads the body of a message.
using Decode = std::function<core::Result<sockets::Socket>(std::span<const std::byte>)>;

inline void require_same(const sockets::Socket& left, const sockets::Socket& right) {
  require(left.type == right.type && left.state == right.state, "the same type and state");
  require(left.family == right.family, "the same family");
  require(left.local == right.local && left.peer == right.peer, "the same ends");
  require(left.interface == right.interface, "the same device");
  require(left.recv_q == right.recv_q && left.send_q == right.send_q, "the same queues");
  require(left.uid == right.uid && left.inode == right.inode, "the same user and inode");
  require(left.cookie == right.cookie && left.mark == right.mark, "the same cookie and mark");
  require(left.cgroup == right.cgroup && left.shutdown == right.shutdown, "the same control group");
  require(left.detail.index() == right.detail.index(), "the same kind of detail");
}

/// What holds for every decoder of a message of sock_diag: what it makes of a body is a socket of this
/// protocol in a state that there is, an attribute that nobody knows changes nothing, and one that is damaged
/// is noticed.
inline void require_decoder(std::span<const std::byte> body, sockets::Protocol protocol,
                            std::size_t structure_size, const Decode& decode) {
  const auto socket = decode(body);
  require(!socket || body.size() >= structure_size, "a socket takes its bytes");
  if (!socket) return;
  require(socket->protocol == protocol, "a socket is of the protocol that was asked for");
  require(socket->source == sockets::Source::kSockDiag, "a socket is from where it came");
  require(to_string(socket->state) != "UNKNOWN", "a socket is in a state that there is");
  require(!socket->interface || socket->interface->index != 0, "a device has a number");
  require(socket->owners.empty(), "the kernel's list knows no owners");

  // Messages and their attributes are filled up to a multiple of four bytes. Type 1000, eight bytes long:
  if (body.size() % 4 != 0) return;
  std::vector<std::byte> longer(body.begin(), body.end());
  constexpr std::array<std::uint8_t, 8> kUnknown{8, 0, 0xe8, 3, 1, 2, 3, 4};
  std::ranges::copy(std::as_bytes(std::span(kUnknown)), std::back_inserter(longer));
  const auto same = decode(longer);
  require(same.has_value(), "an attribute that nobody knows is passed over");
  require_same(*socket, *same);
}

}  // namespace portreeve::fuzz
