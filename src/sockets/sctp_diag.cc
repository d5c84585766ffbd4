#include "sockets/sctp_diag.h"

#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>

#include "sockets/diag_message.h"
#include "sockets/inet_diag.h"
#include "sockets/sctp_information.h"

namespace portreeve::sockets {
namespace {

using core::Address;

constexpr auto kLastAssociationState = static_cast<std::uint8_t>(AssociationState::kShutdownAckSent);
// s_type of a one-to-one socket (SCTP_SOCKET_TCP, include/net/sctp/structs.h).
constexpr std::uint32_t kOneToOne = 2;

// struct sctp_info (include/uapi/linux/sctp.h), whose own header can't be included beside <netinet/in.h>.
struct KernelSctpInfo {
  std::uint32_t tag;
  std::uint32_t state;
  std::uint32_t rwnd;
  std::uint16_t unackdata;
  std::uint16_t penddata;
  std::uint16_t instrms;
  std::uint16_t outstrms;
  std::uint32_t fragmentation_point;
  std::uint32_t inqueue;
  std::uint32_t outqueue;
  std::uint32_t overall_error;
  std::uint32_t max_burst;
  std::uint32_t maxseg;
  std::uint32_t peer_rwnd;
  std::uint32_t peer_tag;
  std::uint8_t peer_capable;
  std::uint8_t peer_sack;
  std::uint16_t reserved1;
  std::uint64_t counters[14];
  ::sockaddr_storage primary_address;
  std::uint32_t primary_path[11];
  std::uint16_t primary_error;
  std::uint16_t reserved2;
  std::uint32_t s_autoclose;
  std::uint32_t s_adaptation_ind;
  std::uint32_t s_pd_point;
  std::uint8_t s_nodelay;
  std::uint8_t s_disable_fragments;
  std::uint8_t s_v4mapped;
  std::uint8_t s_frag_interleave;
  std::uint32_t s_type;
  std::uint32_t reserved3;
};
static_assert(sizeof(KernelSctpInfo) == 368);

template <std::size_t kSize>
std::array<std::uint8_t, kSize> to_array(const void* bytes) {
  std::array<std::uint8_t, kSize> array{};
  std::memcpy(array.data(), bytes, kSize);
  return array;
}

// One of a row of addresses; what stands behind it in its 128 bytes was never written by anyone.
void add_address(std::span<const std::byte> storage, std::vector<Address>& addresses) {
  switch (read_structure<::sockaddr>(storage).sa_family) {
    case AF_INET: {
      const auto ipv4 = read_structure<::sockaddr_in>(storage);
      addresses.push_back(Address::from_bytes(to_array<4>(&ipv4.sin_addr)));
      break;
    }
    case AF_INET6: {
      const auto ipv6 = read_structure<::sockaddr_in6>(storage);
      const auto address = Address::from_bytes(to_array<16>(&ipv6.sin6_addr));
      const bool has_zone = address.is_link_local() && ipv6.sin6_scope_id != 0;
      addresses.push_back(has_zone ? address.with_zone(std::to_string(ipv6.sin6_scope_id)) : address);
      break;
    }
    default:
      break;
  }
}

std::vector<Address> read_addresses(std::span<const std::byte> row) {
  std::vector<Address> addresses;
  for (; row.size() >= sizeof(::sockaddr_storage); row = row.subspan(sizeof(::sockaddr_storage)))
    add_address(row.first(sizeof(::sockaddr_storage)), addresses);
  return addresses;
}

SctpInformation to_information(const KernelSctpInfo& info) {
  return {.tag = info.tag,
          .receive_window = info.rwnd,
          .unacknowledged_data = info.unackdata,
          .pending_data = info.penddata,
          .in_streams = info.instrms,
          .out_streams = info.outstrms,
          .fragmentation_point = info.fragmentation_point,
          .in_queue = info.inqueue,
          .out_queue = info.outqueue,
          .overall_errors = info.overall_error,
          .maximum_burst = info.max_burst,
          .maximum_segment_size = info.maxseg,
          .peer_receive_window = info.peer_rwnd,
          .peer_tag = info.peer_tag,
          .peer_capable = info.peer_capable,
          .peer_sack = info.peer_sack,
          .auto_close = info.s_autoclose,
          .adaptation_indication = info.s_adaptation_ind,
          .partial_delivery_point = info.s_pd_point,
          .no_delay = info.s_nodelay != 0,
          .disable_fragments = info.s_disable_fragments != 0,
          .mapped_ipv4 = info.s_v4mapped != 0,
          .fragment_interleave = info.s_frag_interleave};
}

void read_information(std::span<const std::byte> value, const Details& details, Socket& socket,
                      SctpDetail& detail) {
  const auto info = read_structure<KernelSctpInfo>(value);
  socket.type = info.s_type == kOneToOne ? SocketType::kStream : SocketType::kSequencedPacket;
  if (details.tcp) detail.information = std::make_shared<const SctpInformation>(to_information(info));
}

// The attributes that internet sockets in general do not have. Their lengths were checked before.
void read_attributes(std::span<const std::byte> body, const Details& details, Socket& socket,
                     SctpDetail& detail) {
  DiagAttributes attributes(behind<::inet_diag_msg>(body));
  while (const auto attribute = attributes.next()) {
    if (attribute->type == INET_DIAG_LOCALS) detail.locals = read_addresses(attribute->value);
    if (attribute->type == INET_DIAG_PEERS) {
      detail.is_association = true;
      detail.peers = read_addresses(attribute->value);
    }
    if (attribute->type == INET_DIAG_INFO) read_information(attribute->value, details, socket, detail);
  }
}

bool contains(const std::vector<Address>& addresses, const Address& address) {
  return std::ranges::any_of(
      addresses, [&](const Address& other) { return std::ranges::equal(other.bytes(), address.bytes()); });
}

// The addresses of an association are those of its primary path where they are any at all.
void correct_addresses(Socket& socket, const SctpDetail& detail) {
  const bool keep_local = detail.is_association && contains(detail.locals, socket.local.address);
  if (!keep_local && !detail.locals.empty()) socket.local.address = detail.locals.front();
  const bool keep_peer = !detail.is_association || contains(detail.peers, socket.peer.address);
  if (!keep_peer && !detail.peers.empty()) socket.peer.address = detail.peers.front();
}

// Which timer it is differs by kernel; the one that is told of is always that of retransmission.
void read_timer(const ::inet_diag_msg& message, Timer& timer) {
  timer = {};
  if (message.idiag_timer == 0) return;
  timer = {Timer::Kind::kRetransmit, message.idiag_retrans, message.idiag_expires};
}

bool read_state(std::uint8_t state, Socket& socket, SctpDetail& detail) {
  if (!detail.is_association) {
    socket.state = static_cast<State>(state);
    return state != 0 && state <= kLastState;
  }
  detail.state = static_cast<AssociationState>(state);
  socket.state = tcp_state(detail.state);
  return state <= kLastAssociationState;
}

}  // namespace

State tcp_state(AssociationState state) {
  switch (state) {
    case AssociationState::kClosed:
      break;
    case AssociationState::kCookieWait:
    case AssociationState::kCookieEchoed:
      return State::kSynSent;
    case AssociationState::kEstablished:
      return State::kEstablished;
    case AssociationState::kShutdownPending:
      return State::kFinWait1;
    case AssociationState::kShutdownSent:
      return State::kFinWait2;
    case AssociationState::kShutdownReceived:
      return State::kCloseWait;
    case AssociationState::kShutdownAckSent:
      return State::kLastAck;
  }
  return State::kClose;
}

std::vector<std::byte> sctp_diag_request(core::Family family, std::uint32_t states, const Details& details) {
  // States that only wait for others are asked for as they are: the kernel lists the listening endpoints. For
  // any others it has to list all: whichever are asked for, it makes no difference between them.
  const std::uint32_t listening = state_mask({State::kListen});
  const std::uint32_t waiting = state_mask({State::kListen, State::kClose});
  const bool only_listening = (states & ~waiting) == 0 && (states & listening) != 0;
  Details with_type = details;
  with_type.tcp = true;  // struct sctp_info has the type of the socket, which nothing else tells
  return inet_diag_request(Protocol::kSctp, family, only_listening ? states : ~0u, with_type);
}

core::Result<Socket> decode_sctp_diag(std::span<const std::byte> body, const Details& details,
                                      SctpEndpoint& endpoint) {
  core::Result<Socket> result;
  Socket& socket = *result;
  socket.protocol = Protocol::kSctp;
  if (const auto read = read_inet_diag(body, socket); !read) return core::failure(read.error());
  const auto message = read_structure<::inet_diag_msg>(body);
  socket.type = SocketType::kSequencedPacket;
  auto& detail = socket.detail.emplace<SctpDetail>();
  read_attributes(body, details, socket, detail);
  if (!read_state(message.idiag_state, socket, detail)) {
    return core::failure(damaged_message("an SCTP socket has an unknown state"));
  }
  if (!detail.is_association) {
    endpoint = {socket.cookie, socket.type};
  } else if (endpoint.cookie == socket.cookie) {
    socket.type = endpoint.type;
  }
  read_timer(message, socket.timer);
  correct_addresses(socket, detail);
  return result;
}

}  // namespace portreeve::sockets
