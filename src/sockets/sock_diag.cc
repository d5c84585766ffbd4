#include "sockets/sock_diag.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <libmnl/libmnl.h>

namespace portreeve::sockets {
namespace {

using core::Address;
using core::Family;

// The kernel fills datagrams of up to 32 KiB when the reader's buffer allows (net/netlink/af_netlink.c).
constexpr std::size_t kBufferSize = 32768;
// A dump that sockets changed under is asked for again so often before it is taken as it is.
constexpr int kAttempts = 3;
// The highest number that the kernel may use for an error (MAX_ERRNO, include/linux/err.h).
constexpr int kMaximumErrno = 4095;

struct SocketCloser {
  void operator()(::mnl_socket* socket) const { ::mnl_socket_close(socket); }
};
using NetlinkSocket = std::unique_ptr<::mnl_socket, SocketCloser>;

core::Error cut_off(std::string_view reason) {
  return core::make_error("read", "the kernel's list of sockets", reason);
}

Address to_address(Family family, const std::uint32_t (&words)[4]) {
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), words, sizeof words);
  return Address::from_bytes(std::span(bytes).first(family == Family::kIpv4 ? 4 : 16));
}

// IPV6_V6ONLY, the one attribute that is looked at. The lengths of all attributes are checked on the way.
core::Result<std::optional<bool>> read_v6_only(std::span<const std::byte> attributes) {
  std::optional<bool> v6_only;
  while (attributes.size() >= sizeof(::nlattr)) {
    ::nlattr attribute{};
    std::memcpy(&attribute, attributes.data(), sizeof attribute);
    if (attribute.nla_len < sizeof attribute || attribute.nla_len > attributes.size()) {
      return core::failure(cut_off("an attribute reaches beyond its message"));
    }
    if ((attribute.nla_type & NLA_TYPE_MASK) == INET_DIAG_SKV6ONLY && attribute.nla_len > sizeof attribute) {
      v6_only = attributes[sizeof attribute] != std::byte{0};
    }
    attributes = attributes.subspan(std::min<std::size_t>(NLA_ALIGN(attribute.nla_len), attributes.size()));
  }
  return v6_only;
}

core::Result<Socket> read_socket(std::span<const std::byte> body, Protocol protocol) {
  ::inet_diag_msg message{};
  if (body.size() < sizeof message) return core::failure(cut_off("a message is too short for a socket"));
  std::memcpy(&message, body.data(), sizeof message);
  const bool known_family = message.idiag_family == AF_INET || message.idiag_family == AF_INET6;
  if (!known_family || message.idiag_state == 0 || message.idiag_state > kLastState) {
    return core::failure(cut_off("a socket has an unknown family or state"));
  }
  const auto v6_only = read_v6_only(body.subspan(NLMSG_ALIGN(sizeof message)));
  if (!v6_only) return core::failure(v6_only.error());

  Socket socket;
  socket.protocol = protocol;
  socket.family = message.idiag_family == AF_INET ? Family::kIpv4 : Family::kIpv6;
  socket.state = static_cast<State>(message.idiag_state);
  socket.local = {to_address(socket.family, message.id.idiag_src), ntohs(message.id.idiag_sport)};
  socket.peer = {to_address(socket.family, message.id.idiag_dst), ntohs(message.id.idiag_dport)};
  if (message.id.idiag_if != 0) socket.interface = core::Interface{message.id.idiag_if, {}};
  if (socket.family == Family::kIpv6) socket.v6_only = *v6_only;
  socket.recv_q = message.idiag_rqueue;
  socket.send_q = message.idiag_wqueue;
  socket.uid = message.idiag_uid;
  socket.inode = message.idiag_inode;
  return socket;
}

core::Status read_kernel_error(std::span<const std::byte> body) {
  ::nlmsgerr refusal{};
  if (body.size() < sizeof refusal.error) return core::failure(cut_off("an error message is too short"));
  std::memcpy(&refusal.error, body.data(), sizeof refusal.error);
  if (refusal.error == 0) return {};
  if (refusal.error > 0 || refusal.error < -kMaximumErrno) {
    return core::failure(cut_off("an error message has a number that is no error's"));
  }
  return core::failure(core::system_error("list", "the sockets over netlink", -refusal.error));
}

core::Status read_message(const ::nlmsghdr& header, std::span<const std::byte> body, Protocol protocol,
                          DiagReply& reply) {
  reply.interrupted = reply.interrupted || (header.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
  if (header.nlmsg_type == NLMSG_DONE) {
    // The end carries the outcome of the whole dump, as when there is no such protocol.
    reply.is_last = true;
    return body.empty() ? core::Status() : read_kernel_error(body);
  }
  if (header.nlmsg_type == NLMSG_ERROR) return read_kernel_error(body);
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return {};
  return read_socket(body, protocol).map([&](Socket socket) { reply.sockets.push_back(std::move(socket)); });
}

core::Result<NetlinkSocket> open_netlink() {
  NetlinkSocket socket(::mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC));
  if (!socket || ::mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) != 0) {
    return core::failure(core::system_error("open", "a netlink socket for the list of sockets", errno));
  }
  return socket;
}

core::Status send_request(const ::mnl_socket& socket, Protocol protocol, Family family,
                          const std::vector<State>& states) {
  std::array<char, MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(::inet_diag_req_v2))> buffer{};
  ::nlmsghdr* const header = ::mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  auto* const request =
      static_cast<::inet_diag_req_v2*>(::mnl_nlmsg_put_extra_header(header, sizeof(::inet_diag_req_v2)));
  request->sdiag_family = family == Family::kIpv4 ? AF_INET : AF_INET6;
  request->sdiag_protocol = static_cast<std::uint8_t>(*transport_of(protocol));
  for (const State state : states)
    request->idiag_states |= 1u << static_cast<unsigned>(state);
  if (states.empty()) request->idiag_states = ~0u;
  if (::mnl_socket_sendto(&socket, header, header->nlmsg_len) < 0) {
    return core::failure(core::system_error("ask for", "the list of sockets", errno));
  }
  return {};
}

core::Status receive_dump(const ::mnl_socket& socket, Protocol protocol, DiagReply& reply) {
  std::vector<std::byte> buffer(kBufferSize);
  while (!reply.is_last) {
    const ssize_t size = ::mnl_socket_recvfrom(&socket, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return core::failure(core::system_error("receive", "the list of sockets", errno));
    if (size == 0) return core::failure(cut_off("it ended early"));
    const auto status =
        decode_sock_diag(std::span(buffer).first(static_cast<std::size_t>(size)), protocol, reply);
    if (!status) return status;
  }
  return {};
}

}  // namespace

core::Status decode_sock_diag(std::span<const std::byte> datagram, Protocol protocol, DiagReply& reply) {
  while (!datagram.empty() && !reply.is_last) {
    ::nlmsghdr header{};
    if (datagram.size() < sizeof header)
      return core::failure(cut_off("a message is shorter than its header"));
    std::memcpy(&header, datagram.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > datagram.size()) {
      return core::failure(
          cut_off(fmt::format("a message of {} bytes was cut off at {}", header.nlmsg_len, datagram.size())));
    }
    const auto body = datagram.subspan(sizeof header, header.nlmsg_len - sizeof header);
    if (const auto status = read_message(header, body, protocol, reply); !status) return status;
    datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
  return {};
}

core::Status ask_sock_diag(Protocol protocol, Family family, const std::vector<State>& states,
                           std::vector<Socket>& sockets) {
  DiagReply reply;
  core::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    reply = {};
    // A fresh socket each time: the rest of an earlier dump can't get mixed in.
    const auto socket = open_netlink();
    if (!socket) return core::failure(socket.error());
    status = send_request(**socket, protocol, family, states);
    if (status) status = receive_dump(**socket, protocol, reply);
    if (!status || !reply.interrupted) break;
  }
  sockets.insert(sockets.end(), std::make_move_iterator(reply.sockets.begin()),
                 std::make_move_iterator(reply.sockets.end()));
  if (status && reply.interrupted) return core::failure(cut_off("sockets came and went while it was made"));
  return status;
}

}  // namespace portreeve::sockets
