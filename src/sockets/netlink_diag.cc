#include "sockets/netlink_diag.h"

#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <sys/socket.h>

#include "sockets/diag_message.h"

namespace portreeve::sockets {
namespace {

// The one state other than 0 that the kernel gives to such a socket (NETLINK_CONNECTED,
// net/netlink/af_netlink.c).
constexpr std::uint8_t kConnected = 1;

void read_attribute(const DiagAttribute& attribute, const Details& details, Socket& socket,
                    NetlinkDetail& detail) {
  switch (attribute.type) {
    case NETLINK_DIAG_GROUPS:
      // A field of bits in the kernel's words; the first 32 groups are the low half of the first one.
      detail.groups = static_cast<std::uint32_t>(read_structure<unsigned long>(attribute.value));
      break;
    case NETLINK_DIAG_MEMINFO: {
      // There is no other word of its queues.
      const MemoryUse memory = read_memory_use(attribute.value);
      socket.recv_q = memory.receive_allocated;
      socket.send_q = memory.transmit_allocated;
      if (details.memory) socket.memory = memory;
      break;
    }
    default:
      break;
  }
}

}  // namespace

std::vector<std::byte> netlink_diag_request() {
  ::netlink_diag_req request{};
  request.sdiag_family = AF_NETLINK;
  request.sdiag_protocol = NDIAG_PROTO_ALL;
  request.ndiag_show = NDIAG_SHOW_GROUPS | NDIAG_SHOW_MEMINFO;
  return to_bytes(request);
}

core::Result<Socket> decode_netlink_diag(std::span<const std::byte> body, const Details& details) {
  if (body.size() < sizeof(::netlink_diag_msg)) {
    return core::failure(damaged_message("a message is too short for a netlink socket"));
  }
  const auto message = read_structure<::netlink_diag_msg>(body);
  const bool known_type = message.ndiag_type == SOCK_RAW || message.ndiag_type == SOCK_DGRAM;
  if (message.ndiag_family != AF_NETLINK || !known_type) {
    return core::failure(damaged_message("a netlink socket has an unknown family or type"));
  }
  core::Result<Socket> result;
  Socket& socket = *result;
  socket.protocol = Protocol::kNetlink;
  socket.type = static_cast<SocketType>(message.ndiag_type);
  if (message.ndiag_state == kConnected) socket.state = State::kEstablished;
  socket.inode = message.ndiag_ino;
  socket.cookie = read_cookie(message.ndiag_cookie);
  auto& detail = socket.detail.emplace<NetlinkDetail>(NetlinkDetail{.family = message.ndiag_protocol,
                                                                    .port = message.ndiag_portid,
                                                                    .peer_port = message.ndiag_dst_portid,
                                                                    .groups = 0,
                                                                    .peer_groups = message.ndiag_dst_group});
  DiagAttributes attributes(behind<::netlink_diag_msg>(body));
  while (const auto attribute = attributes.next())
    read_attribute(*attribute, details, socket, detail);
  if (const auto whole = attributes.check(); !whole) return core::failure(whole.error());
  return result;
}

}  // namespace portreeve::sockets
