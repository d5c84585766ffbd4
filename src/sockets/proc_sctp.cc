#include "sockets/proc_sctp.h"

#include <algorithm>
#include <optional>
#include <span>

#include "core/text.h"
#include "sockets/proc_number.h"
#include "sockets/sctp_diag.h"

namespace portreeve::sockets {
namespace {

using core::Address;
using Words = std::span<const std::string_view>;

//   ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS…
enum EndpointColumn : std::size_t {
  kEndpointType = 2,
  kEndpointState = 3,
  kEndpointPort = 5,
  kEndpointUid = 6,
  kEndpointInode = 7,
  kEndpointColumns = 8
};

//   ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS… <-> RADDRS… HBINT …
enum AssociationColumn : std::size_t {
  kAssociationType = 2,
  kAssociationState = 4,
  kSendQueue = 7,
  kReceiveQueue = 8,
  kAssociationUid = 9,
  kAssociationInode = 10,
  kLocalPort = 11,
  kPeerPort = 12,
  kAssociationColumns = 13
};

// SCTP_SOCKET_TCP (include/net/sctp/structs.h): one to one.
constexpr std::uint8_t kOneToOne = 2;

// A row of addresses, the primary one marked by a '*', up to the first word that is none.
struct AddressRow {
  std::vector<Address> addresses;
  std::size_t primary = 0;
  Words rest;
};

AddressRow read_addresses(Words words) {
  AddressRow row;
  std::size_t used = 0;
  for (; used < words.size(); ++used) {
    const bool is_primary = words[used].starts_with('*');
    auto address = Address::parse(words[used].substr(is_primary ? 1 : 0));
    if (!address) break;
    if (is_primary) row.primary = used;
    row.addresses.push_back(std::move(*address));
  }
  row.rest = words.subspan(used);
  return row;
}

core::Family family_of(const std::vector<Address>& addresses) {
  return std::ranges::any_of(addresses, &Address::is_ipv6) ? core::Family::kIpv6 : core::Family::kIpv4;
}

Socket make_socket(std::uint8_t type) {
  Socket socket;
  socket.protocol = Protocol::kSctp;
  socket.type = type == kOneToOne ? SocketType::kStream : SocketType::kSequencedPacket;
  socket.source = Source::kProcNet;
  return socket;
}

}  // namespace

core::Result<Socket> parse_proc_sctp_endpoint(std::string_view line) {
  const auto words = core::split_words(line);
  if (words.size() <= kEndpointColumns) return core::failure(not_a_line(line));
  const auto type = parse_decimal<std::uint8_t>(words[kEndpointType]);
  const auto state = parse_decimal<std::uint8_t>(words[kEndpointState]);
  const auto port = parse_decimal<std::uint16_t>(words[kEndpointPort]);
  const auto uid = parse_decimal<uid_t>(words[kEndpointUid]);
  const auto inode = parse_decimal<std::uint64_t>(words[kEndpointInode]);
  AddressRow locals = read_addresses(Words(words).subspan(kEndpointColumns));
  const bool valid = type && state && *state != 0 && *state <= kLastState && port && uid && inode &&
                     !locals.addresses.empty() && locals.rest.empty();
  if (!valid) return core::failure(not_a_line(line));
  Socket socket = make_socket(*type);
  socket.state = static_cast<State>(*state);
  socket.family = family_of(locals.addresses);
  socket.local = {locals.addresses.front(), *port};
  socket.peer.address = Address::any(socket.family);
  socket.uid = uid;
  socket.inode = *inode;
  socket.detail.emplace<SctpDetail>().locals = std::move(locals.addresses);
  return socket;
}

core::Result<Socket> parse_proc_sctp_association(std::string_view line) {
  constexpr auto kLast = static_cast<std::uint8_t>(AssociationState::kShutdownAckSent);
  const auto words = core::split_words(line);
  if (words.size() <= kAssociationColumns) return core::failure(not_a_line(line));
  const auto type = parse_decimal<std::uint8_t>(words[kAssociationType]);
  const auto state = parse_decimal<std::uint8_t>(words[kAssociationState]);
  const auto send_q = parse_decimal<std::uint32_t>(words[kSendQueue]);
  const auto recv_q = parse_decimal<std::uint32_t>(words[kReceiveQueue]);
  const auto uid = parse_decimal<uid_t>(words[kAssociationUid]);
  const auto inode = parse_decimal<std::uint64_t>(words[kAssociationInode]);
  const auto local_port = parse_decimal<std::uint16_t>(words[kLocalPort]);
  const auto peer_port = parse_decimal<std::uint16_t>(words[kPeerPort]);
  const bool valid =
      type && state && *state <= kLast && send_q && recv_q && uid && inode && local_port && peer_port;
  AddressRow locals = read_addresses(Words(words).subspan(kAssociationColumns));
  if (!valid || locals.rest.empty() || locals.rest.front() != "<->") return core::failure(not_a_line(line));
  AddressRow peers = read_addresses(locals.rest.subspan(1));
  if (locals.addresses.empty() || peers.addresses.empty()) return core::failure(not_a_line(line));

  Socket socket = make_socket(*type);
  auto& detail = socket.detail.emplace<SctpDetail>();
  detail.is_association = true;
  detail.state = static_cast<AssociationState>(*state);
  socket.state = tcp_state(detail.state);
  socket.family = family_of(locals.addresses);
  socket.local = {locals.addresses[locals.primary], *local_port};
  socket.peer = {peers.addresses[peers.primary], *peer_port};
  socket.send_q = *send_q;
  socket.recv_q = *recv_q;
  socket.uid = uid;
  socket.inode = *inode;
  detail.locals = std::move(locals.addresses);
  detail.peers = std::move(peers.addresses);
  return socket;
}

}  // namespace portreeve::sockets
