#include "sockets/inet_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <memory>
#include <optional>

#include "sockets/diag_message.h"
#include "sockets/mptcp_diag.h"
#include "sockets/tcp_diag.h"

namespace portreeve::sockets {
namespace {

using core::Address;
using core::Family;

// IPPROTO_MPTCP (linux/in.h), which is too large for a request's field and goes into an attribute.
constexpr std::uint32_t kMptcp = 262;
// In its place a number that stands for no protocol (RFC 3692), so that a kernel that does not know the
// attribute (before 5.9) finds nothing instead of another protocol's sockets.
constexpr std::uint8_t kExperiment = 254;

constexpr unsigned extension(unsigned attribute) {
  return 1u << (attribute - 1);
}

std::uint8_t extensions(const Details& details) {
  unsigned wanted = 0;
  if (details.type_of_service) wanted |= extension(INET_DIAG_TOS) | extension(INET_DIAG_TCLASS);
  if (details.memory) wanted |= extension(INET_DIAG_SKMEMINFO);
  if (details.tcp) {
    wanted |= extension(INET_DIAG_INFO) | extension(INET_DIAG_VEGASINFO) | extension(INET_DIAG_CONG);
  }
  return static_cast<std::uint8_t>(wanted);
}

SocketType type_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::kUdp:
    case Protocol::kUdplite:
    case Protocol::kIcmp:
      return SocketType::kDatagram;
    case Protocol::kRaw:
      return SocketType::kRaw;
    default:
      return SocketType::kStream;
  }
}

Address to_address(Family family, const std::uint32_t (&words)[4]) {
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), words, sizeof words);
  return Address::from_bytes(std::span(bytes).first(family == Family::kIpv4 ? 4 : 16));
}

void read_timer(const ::inet_diag_msg& message, Timer& timer) {
  constexpr auto kLast = static_cast<std::uint8_t>(Timer::Kind::kPersist);
  if (message.idiag_timer == 0 || message.idiag_timer > kLast) return;
  timer.kind = static_cast<Timer::Kind>(message.idiag_timer);
  timer.retransmissions = message.idiag_retrans;
  timer.expires_ms = message.idiag_expires;
}

SocketOptions read_options(std::span<const std::byte> value) {
  const auto options = read_structure<::inet_diag_sockopt>(value);
  return {.receive_errors = options.recverr != 0,
          .is_connection_socket = options.is_icsk != 0,
          .free_bind = options.freebind != 0,
          .header_included = options.hdrincl != 0,
          .multicast_loop = options.mc_loop != 0,
          .transparent = options.transparent != 0,
          .multicast_all = options.mc_all != 0,
          .no_defragmentation = options.nodefrag != 0,
          .bind_address_no_port = options.bind_address_no_port != 0,
          .receive_errors_rfc4884 = options.recverr_rfc4884 != 0,
          .defer_connect = options.defer_connect != 0};
}

std::uint8_t read_byte(const DiagAttribute& attribute) {
  return read_structure<std::uint8_t>(attribute.value);
}

// Those that any internet socket may have.
void read_attribute(const DiagAttribute& attribute, Socket& socket) {
  switch (attribute.type) {
    case INET_DIAG_SHUTDOWN:
      socket.shutdown = read_byte(attribute);
      break;
    case INET_DIAG_SKV6ONLY:
      if (socket.family == Family::kIpv6 && holds<std::uint8_t>(attribute)) {
        socket.v6_only = read_byte(attribute) != 0;
      }
      break;
    case INET_DIAG_TOS:
      if (holds<std::uint8_t>(attribute)) socket.tos = read_byte(attribute);
      break;
    case INET_DIAG_TCLASS:
      if (holds<std::uint8_t>(attribute)) socket.traffic_class = read_byte(attribute);
      break;
    case INET_DIAG_CLASS_ID:
      if (holds<std::uint32_t>(attribute)) socket.class_id = read_structure<std::uint32_t>(attribute.value);
      break;
    case INET_DIAG_MARK:
      socket.mark = read_structure<std::uint32_t>(attribute.value);
      break;
    case INET_DIAG_CGROUP_ID:
      if (holds<std::uint64_t>(attribute)) socket.cgroup = read_structure<std::uint64_t>(attribute.value);
      break;
    case INET_DIAG_SOCKOPT:
      if (!attribute.value.empty()) socket.options = read_options(attribute.value);
      break;
    case INET_DIAG_SKMEMINFO:
      socket.memory = read_memory_use(attribute.value);
      break;
    default:
      break;
  }
}

// Those of one protocol alone.
class ProtocolsOwn {
 public:
  explicit ProtocolsOwn(Protocol protocol) : protocol_(protocol) {}

  void read(const DiagAttribute& attribute) {
    if (protocol_ == Protocol::kTcp && is_tcp_attribute(attribute)) {
      if (!tcp_) tcp_ = std::make_shared<TcpInformation>();
      read_tcp_attribute(attribute, *tcp_);
    } else if (protocol_ == Protocol::kMptcp && attribute.type == INET_DIAG_INFO) {
      mptcp_ = std::make_shared<const MptcpInformation>(read_mptcp_info(attribute.value));
    }
  }

  void move_to(Socket& socket) {
    socket.tcp = std::move(tcp_);
    socket.mptcp = std::move(mptcp_);
  }

 private:
  Protocol protocol_;
  std::shared_ptr<TcpInformation> tcp_;
  std::shared_ptr<const MptcpInformation> mptcp_;
};

core::Status read_attributes(std::span<const std::byte> bytes, Socket& socket) {
  DiagAttributes attributes(bytes);
  ProtocolsOwn own(socket.protocol);
  while (const auto attribute = attributes.next()) {
    read_attribute(*attribute, socket);
    own.read(*attribute);
  }
  own.move_to(socket);
  return attributes.check();
}

}  // namespace

std::vector<std::byte> inet_diag_request(Protocol protocol, Family family, std::uint32_t states,
                                         const Details& details) {
  ::inet_diag_req_v2 request{};
  request.sdiag_family = family == Family::kIpv4 ? AF_INET : AF_INET6;
  request.idiag_ext = extensions(details);
  request.idiag_states = states;
  if (protocol != Protocol::kMptcp) {
    request.sdiag_protocol = static_cast<std::uint8_t>(*transport_of(protocol));
    return to_bytes(request);
  }
  request.sdiag_protocol = kExperiment;
  std::vector<std::byte> body = to_bytes(request);
  const struct {
    ::nlattr header;
    std::uint32_t protocol;
  } attribute{{.nla_len = sizeof attribute, .nla_type = INET_DIAG_REQ_PROTOCOL}, kMptcp};
  const auto bytes = to_bytes(attribute);
  body.insert(body.end(), bytes.begin(), bytes.end());
  return body;
}

core::Status read_inet_diag(std::span<const std::byte> body, Socket& socket) {
  if (body.size() < sizeof(::inet_diag_msg)) {
    return core::failure(damaged_message("a message is too short for a socket"));
  }
  const auto message = read_structure<::inet_diag_msg>(body);
  if (message.idiag_family != AF_INET && message.idiag_family != AF_INET6) {
    return core::failure(damaged_message("a socket has an unknown family"));
  }
  socket.type = type_of(socket.protocol);
  socket.family = message.idiag_family == AF_INET ? Family::kIpv4 : Family::kIpv6;
  socket.local = {to_address(socket.family, message.id.idiag_src), ntohs(message.id.idiag_sport)};
  socket.peer = {to_address(socket.family, message.id.idiag_dst), ntohs(message.id.idiag_dport)};
  if (message.id.idiag_if != 0) socket.interface = core::Interface{message.id.idiag_if, {}};
  socket.recv_q = message.idiag_rqueue;
  socket.send_q = message.idiag_wqueue;
  socket.uid = message.idiag_uid;
  socket.inode = message.idiag_inode;
  socket.cookie = read_cookie(message.id.idiag_cookie);
  read_timer(message, socket.timer);
  return read_attributes(behind<::inet_diag_msg>(body), socket);
}

core::Result<Socket> decode_inet_diag(std::span<const std::byte> body, Protocol protocol) {
  core::Result<Socket> result;
  result->protocol = protocol;
  if (auto read = read_inet_diag(body, *result); !read) {
    result = core::failure(std::move(read.error()));
    return result;
  }
  const auto state = read_structure<::inet_diag_msg>(body).idiag_state;
  if (state == 0 || state > kLastState) {
    result = core::failure(damaged_message("a socket has an unknown state"));
    return result;
  }
  result->state = static_cast<State>(state);
  return result;
}

}  // namespace portreeve::sockets
