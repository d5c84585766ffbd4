#include "scan/probe.h"

#include <arpa/inet.h>
// After <netinet/in.h>, which <linux/errqueue.h> can do without but not be followed by.
#include <linux/errqueue.h>
#include <net/if.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/text.h"

namespace portreeve::scan {
namespace {

/// An ICMP error from the error queue of a socket (ip(7), IP_RECVERR), and who sent it.
struct QueuedError {
  IcmpError icmp;
  bool is_from_target = false;
};

bool is_sender(const sock_extended_err& error, const SocketAddress& target) {
  // The sender's address follows the error itself (SO_EE_OFFENDER); the kernel leaves room for it always.
  const auto* const sender = reinterpret_cast<const std::byte*>(&error + 1);
  if (target.family() == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, sender, sizeof address);
    return address.sin_family == AF_INET &&
           address.sin_addr.s_addr == reinterpret_cast<const sockaddr_in*>(target.get())->sin_addr.s_addr;
  }
  sockaddr_in6 address{};
  std::memcpy(&address, sender, sizeof address);
  return address.sin6_family == AF_INET6 &&
         IN6_ARE_ADDR_EQUAL(&address.sin6_addr,
                            &reinterpret_cast<const sockaddr_in6*>(target.get())->sin6_addr);
}

std::optional<QueuedError> next_queued_error(int socket, const SocketAddress& target) {
  // The quoted packet is of no interest; one byte of it keeps recvmsg() from being asked for nothing.
  std::byte quoted{};
  iovec buffer{&quoted, sizeof quoted};
  alignas(cmsghdr) std::array<std::byte, 512> control{};
  msghdr message{};
  message.msg_iov = &buffer;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    const bool is_ipv4 = header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR;
    const bool is_ipv6 = header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR;
    constexpr std::size_t kLargestSender = sizeof(sockaddr_in6);
    if (!is_ipv4 && !is_ipv6) continue;
    if (header->cmsg_len <
        CMSG_LEN(sizeof(sock_extended_err) + (is_ipv4 ? sizeof(sockaddr_in) : kLargestSender))) {
      continue;
    }
    const auto* const error = reinterpret_cast<const sock_extended_err*>(CMSG_DATA(header));
    if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6) continue;
    const core::Family family =
        error->ee_origin == SO_EE_ORIGIN_ICMP ? core::Family::kIpv4 : core::Family::kIpv6;
    return QueuedError{{family, error->ee_type, error->ee_code}, is_sender(*error, target)};
  }
  return std::nullopt;
}

/// Whether the socket is connected to itself: TCP allows both ends to open at once (RFC 9293, section 3.5),
/// and a probe whose source port happens to be the port that it asks for meets its own SYN.
bool is_connected_to_itself(int socket, const SocketAddress& to) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) != 0) return false;
  if (to.family() == AF_INET) {
    const auto& left = reinterpret_cast<const sockaddr_in&>(own);
    const auto& right = *reinterpret_cast<const sockaddr_in*>(to.get());
    return left.sin_port == right.sin_port && left.sin_addr.s_addr == right.sin_addr.s_addr;
  }
  const auto& left = reinterpret_cast<const sockaddr_in6&>(own);
  const auto& right = *reinterpret_cast<const sockaddr_in6*>(to.get());
  return left.sin6_port == right.sin6_port && IN6_ARE_ADDR_EQUAL(&left.sin6_addr, &right.sin6_addr);
}

Attempt decided(const Outcome& outcome, bool target_answered) {
  return {Attempt::Kind::kDecided, outcome, target_answered, 0};
}

Attempt connected(int socket, const SocketAddress& to) {
  const linger reset_on_close{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset_on_close, sizeof reset_on_close);
  if (is_connected_to_itself(socket, to)) return {Attempt::Kind::kRetry, {}, false, 0};
  return decided({PortState::kOpen, Reason::kSynAck}, true);
}

/// What connect() says that failed with `errno_value`.
Attempt judge_failure(int socket, const SocketAddress& to, int errno_value) {
  if (is_exhaustion(errno_value)) return {Attempt::Kind::kRetry, {}, false, errno_value};
  // An ICMP port-unreachable and a RST are the same ECONNREFUSED; only the former leaves its message in the
  // queue.
  if (const auto queued = next_queued_error(socket, to)) {
    return decided(classify_icmp(queued->icmp), queued->is_from_target);
  }
  // An ICMP error that arrives while connect() holds the socket is queued and does not end the attempt.
  if (errno_value == EALREADY || errno_value == EINPROGRESS) return {};
  const std::optional<Outcome> outcome = classify_errno(errno_value);
  if (!outcome) return {Attempt::Kind::kImpossible, {}, false, errno_value};
  return decided(*outcome, outcome->state != PortState::kFiltered);
}

}  // namespace

core::Result<SocketAddress> SocketAddress::of(const core::Address& asked_for) {
  const core::Address address = asked_for.unmapped();  // its errors are those of IPv4
  SocketAddress result;
  result.is_ipv4_ = address.is_ipv4();
  if (address.is_ipv4()) {
    result.ipv4_.sin_family = AF_INET;
    std::memcpy(&result.ipv4_.sin_addr, address.bytes().data(), address.bytes().size());
    return result;
  }
  result.ipv6_.sin6_family = AF_INET6;
  std::memcpy(&result.ipv6_.sin6_addr, address.bytes().data(), address.bytes().size());
  if (!address.zone().empty()) {
    const auto number = core::parse_number<std::uint32_t>("the zone", address.zone(), 1);
    result.ipv6_.sin6_scope_id = number ? *number : ::if_nametoindex(address.zone().c_str());
    if (result.ipv6_.sin6_scope_id == 0) {
      return core::failure(core::system_error("scan", address.to_string(), errno));
    }
  } else if (address.is_link_local()) {
    core::Error error;
    error.attempted = "scan";
    error.subject = address.to_string();
    error.reason = "a link-local address is on every link";
    error.advice = "add the interface, as in fe80::1%eth0";
    return core::failure(std::move(error));
  }
  return result;
}

SocketAddress SocketAddress::with_port(std::uint16_t port) const {
  SocketAddress result = *this;
  (is_ipv4_ ? result.ipv4_.sin_port : result.ipv6_.sin6_port) = htons(port);
  return result;
}

const sockaddr* SocketAddress::get() const {
  return is_ipv4_ ? reinterpret_cast<const sockaddr*>(&ipv4_) : reinterpret_cast<const sockaddr*>(&ipv6_);
}

Attempt begin_probe(const SocketAddress& to, core::FileDescriptor& socket) {
  socket =
      core::FileDescriptor(::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!socket) {
    const auto kind = is_exhaustion(errno) ? Attempt::Kind::kRetry : Attempt::Kind::kImpossible;
    return {kind, {}, false, errno};
  }
  const int on = 1;
  const bool is_ipv4 = to.family() == AF_INET;
  ::setsockopt(socket.get(), is_ipv4 ? IPPROTO_IP : IPPROTO_IPV6, is_ipv4 ? IP_RECVERR : IPV6_RECVERR, &on,
               sizeof on);
  if (::connect(socket.get(), to.get(), to.size()) == 0) return connected(socket.get(), to);
  if (errno != EINPROGRESS) return judge_failure(socket.get(), to, errno);
  return look_at_probe(socket.get(), to);
}

Attempt look_at_probe(int socket, const SocketAddress& to) {
  // A second connect() tells all: success once, then EALREADY while it goes on, or the error that ended it.
  if (::connect(socket, to.get(), to.size()) == 0 || errno == EISCONN) return connected(socket, to);
  return judge_failure(socket, to, errno);
}

}  // namespace portreeve::scan
