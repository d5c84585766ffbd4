#include "sockets/packet_diag.h"

#include <linux/packet_diag.h>
#include <sys/socket.h>

#include "sockets/diag_message.h"

namespace portreeve::sockets {
namespace {

PacketRing read_ring(std::span<const std::byte> value) {
  const auto ring = read_structure<::packet_diag_ring>(value);
  return {.block_size = ring.pdr_block_size,
          .block_count = ring.pdr_block_nr,
          .frame_size = ring.pdr_frame_size,
          .frame_count = ring.pdr_frame_nr,
          .timeout_ms = ring.pdr_retire_tmo,
          .features = ring.pdr_features};
}

void read_attribute(const DiagAttribute& attribute, const Details& details, Socket& socket,
                    PacketDetail& detail) {
  switch (attribute.type) {
    case PACKET_DIAG_INFO: {
      const auto information = read_structure<::packet_diag_info>(attribute.value);
      if (information.pdi_index != 0) socket.interface = core::Interface{information.pdi_index, {}};
      detail.version = information.pdi_version;
      detail.copy_threshold = information.pdi_copy_thresh;
      detail.flags = information.pdi_flags;
      break;
    }
    case PACKET_DIAG_UID:
      if (holds<std::uint32_t>(attribute)) socket.uid = read_structure<std::uint32_t>(attribute.value);
      break;
    case PACKET_DIAG_MEMINFO: {
      // There is no other word of its queues.
      const MemoryUse memory = read_memory_use(attribute.value);
      socket.recv_q = memory.receive_allocated;
      socket.send_q = memory.transmit_allocated;
      if (details.memory) socket.memory = memory;
      break;
    }
    case PACKET_DIAG_RX_RING:
      detail.receive_ring = read_ring(attribute.value);
      break;
    case PACKET_DIAG_TX_RING:
      detail.transmit_ring = read_ring(attribute.value);
      break;
    case PACKET_DIAG_FANOUT:
      detail.fanout = read_structure<std::uint32_t>(attribute.value);
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<std::byte> packet_diag_request() {
  ::packet_diag_req request{};
  request.sdiag_family = AF_PACKET;
  request.pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO | PACKET_SHOW_RING_CFG | PACKET_SHOW_FANOUT;
  return to_bytes(request);
}

core::Result<Socket> decode_packet_diag(std::span<const std::byte> body, const Details& details) {
  if (body.size() < sizeof(::packet_diag_msg)) {
    return core::failure(damaged_message("a message is too short for a packet socket"));
  }
  const auto message = read_structure<::packet_diag_msg>(body);
  const bool known_type =
      message.pdiag_type == SOCK_RAW || message.pdiag_type == SOCK_DGRAM || message.pdiag_type == SOCK_PACKET;
  if (message.pdiag_family != AF_PACKET || !known_type) {
    return core::failure(damaged_message("a packet socket has an unknown family or type"));
  }
  core::Result<Socket> result;
  Socket& socket = *result;
  socket.protocol = Protocol::kPacket;
  socket.type = static_cast<SocketType>(message.pdiag_type);
  socket.inode = message.pdiag_ino;
  socket.cookie = read_cookie(message.pdiag_cookie);
  auto& detail = socket.detail.emplace<PacketDetail>();
  detail.ethernet_protocol = message.pdiag_num;
  DiagAttributes attributes(behind<::packet_diag_msg>(body));
  while (const auto attribute = attributes.next())
    read_attribute(*attribute, details, socket, detail);
  if (const auto whole = attributes.check(); !whole) return core::failure(whole.error());
  return result;
}

}  // namespace portreeve::sockets
