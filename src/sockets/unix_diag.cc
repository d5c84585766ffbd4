#include "sockets/unix_diag.h"

#include <linux/unix_diag.h>
#include <sys/socket.h>

#include "sockets/diag_message.h"

namespace portreeve::sockets {
namespace {

// The name as it was bound (struct sockaddr_un, unix(7)): one of a file ends at its NUL, an abstract one is
// all of the bytes.
std::string read_name(std::span<const std::byte> value) {
  const bool is_abstract = !value.empty() && value.front() == std::byte{0};
  if (!is_abstract) return std::string(read_text(value));
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

void read_attribute(const DiagAttribute& attribute, Socket& socket, UnixDetail& detail) {
  switch (attribute.type) {
    case UNIX_DIAG_NAME:
      detail.path = read_name(attribute.value);
      break;
    case UNIX_DIAG_VFS: {
      const auto file = read_structure<::unix_diag_vfs>(attribute.value);
      detail.file_inode = file.udiag_vfs_ino;
      detail.file_device = file.udiag_vfs_dev;
      break;
    }
    case UNIX_DIAG_PEER:
      detail.peer_inode = read_structure<std::uint32_t>(attribute.value);
      break;
    case UNIX_DIAG_ICONS: {
      auto& waiting = detail.waiting.emplace();
      auto inodes = attribute.value;
      for (; inodes.size() >= sizeof(std::uint32_t); inodes = inodes.subspan(sizeof(std::uint32_t)))
        waiting.push_back(read_structure<std::uint32_t>(inodes));
      break;
    }
    case UNIX_DIAG_RQLEN: {
      const auto queues = read_structure<::unix_diag_rqlen>(attribute.value);
      socket.recv_q = queues.udiag_rqueue;
      socket.send_q = queues.udiag_wqueue;
      break;
    }
    case UNIX_DIAG_MEMINFO:
      socket.memory = read_memory_use(attribute.value);
      break;
    case UNIX_DIAG_SHUTDOWN:
      socket.shutdown = read_structure<std::uint8_t>(attribute.value);
      break;
    case UNIX_DIAG_UID:
      if (holds<std::uint32_t>(attribute)) socket.uid = read_structure<std::uint32_t>(attribute.value);
      break;
    default:
      break;
  }
}

bool is_known(const ::unix_diag_msg& message) {
  const bool known_type = message.udiag_type == SOCK_STREAM || message.udiag_type == SOCK_DGRAM ||
                          message.udiag_type == SOCK_SEQPACKET;
  return message.udiag_family == AF_UNIX && known_type && message.udiag_state != 0 &&
         message.udiag_state <= kLastState;
}

}  // namespace

std::vector<std::byte> unix_diag_request(std::uint32_t states, const Details& details) {
  ::unix_diag_req request{};
  request.sdiag_family = AF_UNIX;
  request.udiag_states = states;
  request.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID;
  if (details.memory) request.udiag_show |= UDIAG_SHOW_MEMINFO;
  if (details.waiting) request.udiag_show |= UDIAG_SHOW_ICONS;
  return to_bytes(request);
}

core::Result<Socket> decode_unix_diag(std::span<const std::byte> body) {
  if (body.size() < sizeof(::unix_diag_msg)) {
    return core::failure(damaged_message("a message is too short for a unix socket"));
  }
  const auto message = read_structure<::unix_diag_msg>(body);
  if (!is_known(message)) {
    return core::failure(damaged_message("a unix socket has an unknown family, type or state"));
  }
  core::Result<Socket> result;
  Socket& socket = *result;
  socket.protocol = Protocol::kUnix;
  socket.type = static_cast<SocketType>(message.udiag_type);
  socket.state = static_cast<State>(message.udiag_state);
  socket.inode = message.udiag_ino;
  socket.cookie = read_cookie(message.udiag_cookie);
  auto& detail = socket.detail.emplace<UnixDetail>();
  DiagAttributes attributes(behind<::unix_diag_msg>(body));
  while (const auto attribute = attributes.next())
    read_attribute(*attribute, socket, detail);
  if (const auto whole = attributes.check(); !whole) return core::failure(whole.error());
  return result;
}

}  // namespace portreeve::sockets
