#include "sockets/vsock_diag.h"

#include <linux/vm_sockets_diag.h>
#include <sys/socket.h>

#include "sockets/diag_message.h"

namespace portreeve::sockets {
namespace {

bool is_known(const ::vsock_diag_msg& message) {
  const bool known_type = message.vdiag_type == SOCK_STREAM || message.vdiag_type == SOCK_DGRAM ||
                          message.vdiag_type == SOCK_SEQPACKET;
  return message.vdiag_family == AF_VSOCK && known_type && message.vdiag_state != 0 &&
         message.vdiag_state <= kLastState;
}

}  // namespace

std::vector<std::byte> vsock_diag_request(std::uint32_t states) {
  ::vsock_diag_req request{};
  request.sdiag_family = AF_VSOCK;
  request.vdiag_states = states;
  return to_bytes(request);
}

core::Result<Socket> decode_vsock_diag(std::span<const std::byte> body) {
  if (body.size() < sizeof(::vsock_diag_msg)) {
    return core::failure(damaged_message("a message is too short for a vsock socket"));
  }
  const auto message = read_structure<::vsock_diag_msg>(body);
  if (!is_known(message)) {
    return core::failure(damaged_message("a vsock socket has an unknown family, type or state"));
  }
  core::Result<Socket> result;
  Socket& socket = *result;
  socket.protocol = Protocol::kVsock;
  socket.type = static_cast<SocketType>(message.vdiag_type);
  socket.state = static_cast<State>(message.vdiag_state);
  socket.shutdown = message.vdiag_shutdown;
  socket.inode = message.vdiag_ino;
  socket.cookie = read_cookie(message.vdiag_cookie);
  socket.detail = VsockDetail{.cid = message.vdiag_src_cid,
                              .port = message.vdiag_src_port,
                              .peer_cid = message.vdiag_dst_cid,
                              .peer_port = message.vdiag_dst_port};
  return result;
}

}  // namespace portreeve::sockets
