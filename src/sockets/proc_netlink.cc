#include "sockets/proc_netlink.h"

#include "core/text.h"
#include "sockets/proc_number.h"

namespace portreeve::sockets {
namespace {

//   sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
enum Column : std::size_t {
  kFamily = 1,
  kPort = 2,
  kGroups = 3,
  kReceiveMemory = 4,
  kTransmitMemory = 5,
  kInode = 9,
  kColumns = 10
};

}  // namespace

core::Result<Socket> parse_proc_netlink_line(std::string_view line) {
  const auto words = core::split_words(line);
  if (words.size() != kColumns) return core::failure(not_a_line(line));
  const auto family = parse_decimal<std::uint8_t>(words[kFamily]);
  const auto port = parse_decimal<std::uint32_t>(words[kPort]);
  const auto groups = parse_hexadecimal<std::uint32_t>(words[kGroups]);
  const auto receive = parse_decimal<std::uint32_t>(words[kReceiveMemory]);
  const auto transmit = parse_decimal<std::uint32_t>(words[kTransmitMemory]);
  const auto inode = parse_decimal<std::uint64_t>(words[kInode]);
  if (!family || !port || !groups || !receive || !transmit || !inode) return core::failure(not_a_line(line));
  Socket socket;
  socket.protocol = Protocol::kNetlink;
  socket.type = SocketType::kRaw;
  socket.source = Source::kProcNet;
  socket.recv_q = *receive;
  socket.send_q = *transmit;
  socket.inode = *inode;
  socket.detail =
      NetlinkDetail{.family = *family, .port = *port, .peer_port = 0, .groups = *groups, .peer_groups = 0};
  return socket;
}

}  // namespace portreeve::sockets
