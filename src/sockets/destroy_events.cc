#include "sockets/destroy_events.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "sockets/diag_message.h"
#include "sockets/inet_diag.h"

namespace portreeve::sockets {
namespace {

// A message takes some 100 bytes, and the kernel sends each in a datagram of its own.
constexpr std::size_t kBufferSize = 8192;
constexpr int kKernelBuffer = 4 << 20;

std::optional<Protocol> protocol_of(std::span<const std::byte> body) {
  DiagAttributes attributes(behind<::inet_diag_msg>(body));
  while (const auto attribute = attributes.next()) {
    if (attribute->type != INET_DIAG_PROTOCOL || attribute->value.empty()) continue;
    switch (std::to_integer<int>(attribute->value.front())) {
      case IPPROTO_TCP:
        return Protocol::kTcp;
      case IPPROTO_UDP:
        return Protocol::kUdp;
      case IPPROTO_UDPLITE:
        return Protocol::kUdplite;
      default:
        return std::nullopt;
    }
  }
  return std::nullopt;
}

void read_datagram(std::span<const std::byte> datagram, const std::function<void(const Socket&)>& visit) {
  while (datagram.size() >= sizeof(::nlmsghdr)) {
    const auto header = read_structure<::nlmsghdr>(datagram);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > datagram.size()) return;
    const auto body = datagram.subspan(sizeof header, header.nlmsg_len - sizeof header);
    const auto protocol =
        header.nlmsg_type == SOCK_DIAG_BY_FAMILY ? protocol_of(body) : std::optional<Protocol>();
    if (protocol) {
      if (const auto socket = decode_inet_diag(body, *protocol)) visit(*socket);
    }
    datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
}

}  // namespace

core::Result<DestroyEvents> DestroyEvents::open() {
  const auto failed = [] {
    return core::failure(core::system_error("listen to", "the kernel's news of destroyed sockets", errno));
  };
  core::FileDescriptor socket(
      ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG));
  if (!socket) return failed();
  // What does not fit is lost. Without the privilege for more the usual size has to do.
  if (::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kKernelBuffer, sizeof kKernelBuffer) != 0)
    (void)::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kKernelBuffer, sizeof kKernelBuffer);
  ::sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  for (const int group : {SKNLGRP_INET_TCP_DESTROY, SKNLGRP_INET_UDP_DESTROY, SKNLGRP_INET6_TCP_DESTROY,
                          SKNLGRP_INET6_UDP_DESTROY}) {
    address.nl_groups |= 1U << static_cast<unsigned>(group - 1);
  }
  if (::bind(socket.get(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address) != 0)
    return failed();
  return DestroyEvents(std::move(socket));
}

bool DestroyEvents::read(const std::function<void(const Socket&)>& visit) {
  bool complete = true;
  std::array<std::byte, kBufferSize> buffer{};
  while (true) {
    ::sockaddr_nl sender{};
    ::socklen_t length = sizeof sender;
    const ssize_t size = ::recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                                    reinterpret_cast<::sockaddr*>(&sender), &length);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == ENOBUFS) {
      complete = false;
      continue;
    }
    if (size < 0) return complete;
    if (sender.nl_pid != 0) continue;  // not from the kernel
    read_datagram(std::span(buffer).first(static_cast<std::size_t>(size)), visit);
  }
}

}  // namespace portreeve::sockets
