#include "sockets/proc_packet.h"

#include "core/text.h"
#include "sockets/proc_number.h"

namespace portreeve::sockets {
namespace {

//   sk RefCnt Type Proto Iface R Rmem User Inode
enum Column : std::size_t {
  kType = 2,
  kEthernetProtocol = 3,
  kDevice = 4,
  kReceiveMemory = 6,
  kUser = 7,
  kInode = 8,
  kColumns = 9
};

bool is_type(std::uint8_t type) {
  return type == static_cast<std::uint8_t>(SocketType::kRaw) ||
         type == static_cast<std::uint8_t>(SocketType::kDatagram) ||
         type == static_cast<std::uint8_t>(SocketType::kPacket);
}

}  // namespace

core::Result<Socket> parse_proc_packet_line(std::string_view line) {
  const auto words = core::split_words(line);
  if (words.size() != kColumns) return core::failure(not_a_line(line));
  const auto type = parse_decimal<std::uint8_t>(words[kType]);
  const auto ethernet_protocol = parse_hexadecimal<std::uint16_t>(words[kEthernetProtocol]);
  const auto device = parse_decimal<std::uint32_t>(words[kDevice]);
  const auto memory = parse_decimal<std::uint32_t>(words[kReceiveMemory]);
  const auto user = parse_decimal<uid_t>(words[kUser]);
  const auto inode = parse_decimal<std::uint64_t>(words[kInode]);
  const bool valid = type && is_type(*type) && ethernet_protocol && device && memory && user && inode;
  if (!valid) return core::failure(not_a_line(line));
  Socket socket;
  socket.protocol = Protocol::kPacket;
  socket.type = static_cast<SocketType>(*type);
  socket.source = Source::kProcNet;
  if (*device != 0) socket.interface = core::Interface{*device, {}};
  socket.recv_q = *memory;
  socket.uid = user;
  socket.inode = *inode;
  socket.detail = PacketDetail{.ethernet_protocol = *ethernet_protocol};
  return socket;
}

}  // namespace portreeve::sockets
