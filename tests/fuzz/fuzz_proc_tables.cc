#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "core/text.h"
#include "property.h"
#include "sockets/kernel_protocols.h"
#include "sockets/proc_netlink.h"
#include "sockets/proc_packet.h"
#include "sockets/proc_sctp.h"
#include "sockets/proc_unix.h"

using portreeve::core::Result;
using portreeve::fuzz::require;
using portreeve::sockets::NetlinkDetail;
using portreeve::sockets::PacketDetail;
using portreeve::sockets::Protocol;
using portreeve::sockets::SctpDetail;
using portreeve::sockets::Socket;
using portreeve::sockets::Source;
using portreeve::sockets::State;
using portreeve::sockets::UnixDetail;

namespace {

void require_plausible(const Socket& socket, Protocol protocol) {
  require(socket.protocol == protocol && socket.source == Source::kProcNet, "a socket is of its table");
  require(to_string(socket.state) != "UNKNOWN", "a socket is in a state that there is");
}

// The line that the kernel prints for a socket (net/unix/af_unix.c, unix_seq_show()).
std::string unix_line(const Socket& socket) {
  const std::string& path = std::get<UnixDetail>(socket.detail).path;
  std::string printed = path.empty() ? "" : " " + path;
  std::ranges::replace(printed, '\0', '@');
  const bool listens = socket.state == State::kListen;
  const int state = socket.state == State::kEstablished ? 3 : 1;
  return fmt::format("0: 00000002 00000000 {:08X} {:04X} {:02X} {:5}{}", listens ? 0x10000 : 0,
                     static_cast<unsigned>(socket.type), state, socket.inode, printed);
}

void try_unix(std::string_view line) {
  const auto socket = portreeve::sockets::parse_proc_unix_line(line);
  if (!socket) return;
  require_plausible(*socket, Protocol::kUnix);
  const auto again = portreeve::sockets::parse_proc_unix_line(unix_line(*socket));
  require(again.has_value(), "the kernel's line of a socket parses");
  require(again->type == socket->type && again->state == socket->state && again->inode == socket->inode,
          "the same socket");
  const auto path = [](const Socket& of) {
    std::string text = std::get<UnixDetail>(of.detail).path;
    std::ranges::replace(text, '\0', '@');
    return text;
  };
  require(path(*again) == path(*socket), "the same path");
}

void try_packet(std::string_view line) {
  const auto socket = portreeve::sockets::parse_proc_packet_line(line);
  if (!socket) return;
  require_plausible(*socket, Protocol::kPacket);
  const auto again = portreeve::sockets::parse_proc_packet_line(
      fmt::format("0 3 {} {:04x} {} 1 {} {} {}", static_cast<unsigned>(socket->type),
                  std::get<PacketDetail>(socket->detail).ethernet_protocol,
                  socket->interface.value_or(portreeve::core::Interface()).index, socket->recv_q,
                  socket->uid.value_or(0), socket->inode));
  require(again.has_value(), "the kernel's line of a socket parses");
  require(again->interface == socket->interface && again->recv_q == socket->recv_q &&
              again->uid == socket->uid && again->inode == socket->inode,
          "the same socket");
}

void try_netlink(std::string_view line) {
  const auto socket = portreeve::sockets::parse_proc_netlink_line(line);
  if (!socket) return;
  require_plausible(*socket, Protocol::kNetlink);
  const auto& detail = std::get<NetlinkDetail>(socket->detail);
  const auto again = portreeve::sockets::parse_proc_netlink_line(
      fmt::format("0 {} {} {:08x} {} {} 0 2 0 {}", detail.family, detail.port, detail.groups, socket->recv_q,
                  socket->send_q, socket->inode));
  require(again.has_value(), "the kernel's line of a socket parses");
  require(again->recv_q == socket->recv_q && again->send_q == socket->send_q &&
              again->inode == socket->inode && std::get<NetlinkDetail>(again->detail).port == detail.port,
          "the same socket");
}

void try_sctp(const Result<Socket>& socket, bool is_association) {
  if (!socket) return;
  require_plausible(*socket, Protocol::kSctp);
  const auto& detail = std::get<SctpDetail>(socket->detail);
  require(detail.is_association == is_association, "a line is one of its table");
  require(std::ranges::find(detail.locals, socket->local.address) != detail.locals.end(),
          "the local address is one of all");
  const bool has_peer = std::ranges::find(detail.peers, socket->peer.address) != detail.peers.end();
  require(has_peer == is_association, "the peer's address is one of all");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  // A reader of lines gives out no newline.
  const std::string_view line = text.substr(0, text.find('\n'));
  try_unix(line);
  try_packet(line);
  try_netlink(line);
  try_sctp(portreeve::sockets::parse_proc_sctp_endpoint(line), false);
  try_sctp(portreeve::sockets::parse_proc_sctp_association(line), true);
  static_cast<void>(portreeve::sockets::find_support(text, Protocol::kTcp, portreeve::core::Family::kIpv4));
  return 0;
}
