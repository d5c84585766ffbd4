#include "sockets/netlink_dump.h"

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <libmnl/libmnl.h>

#include "sockets/mnl_socket.h"

namespace portreeve::sockets {
namespace {

// The kernel fills datagrams of up to 32 KiB when the reader's buffer allows (net/netlink/af_netlink.c).
constexpr std::size_t kBufferSize = 32768;
// A dump that sockets changed under is asked for again so often before it is taken as it is.
constexpr int kAttempts = 3;
// So many datagrams that are none of the kernel's are passed over before the dump is given up.
constexpr int kMaximumForeignDatagrams = 1000;
// The highest number that the kernel may use for an error (MAX_ERRNO, include/linux/err.h).
constexpr int kMaximumErrno = 4095;

class SockDiagTransport : public NetlinkTransport {
 public:
  // Connected to the kernel, so that nobody else's datagrams get in.
  [[nodiscard]] bool open() {
    socket_ = open_mnl_socket(NETLINK_SOCK_DIAG);
    if (!socket_) return false;
    ::sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    const int descriptor = ::mnl_socket_get_fd(socket_.get());
    return ::connect(descriptor, reinterpret_cast<const ::sockaddr*>(&kernel), sizeof kernel) == 0;
  }

  core::Status send(std::span<const std::byte> request) override {
    if (::mnl_socket_sendto(socket_.get(), request.data(), request.size()) < 0) {
      return core::failure(core::system_error("ask for", "the list of sockets", errno));
    }
    return {};
  }

  core::Result<Datagram> receive() override {
    ::sockaddr_nl sender{};
    ::iovec buffer{.iov_base = buffer_.data(), .iov_len = buffer_.size()};
    ::msghdr message{};
    message.msg_name = &sender;
    message.msg_namelen = sizeof sender;
    message.msg_iov = &buffer;
    message.msg_iovlen = 1;
    ssize_t size = 0;
    do {
      size = ::recvmsg(::mnl_socket_get_fd(socket_.get()), &message, 0);
    } while (size < 0 && errno == EINTR);
    if (size < 0) return core::failure(core::system_error("receive", "the list of sockets", errno));
    // A datagram that did not fit has lost its end; the message at the cut is refused for its length.
    return Datagram{std::span(buffer_).first(static_cast<std::size_t>(size)), sender.nl_pid};
  }

 private:
  MnlSocket socket_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(kBufferSize);
};

core::Error damaged(std::string_view reason) {
  return core::make_error("read", "the kernel's list of sockets", reason);
}

std::vector<std::byte> make_request(std::span<const std::byte> body, std::uint32_t sequence) {
  std::vector<std::byte> request(MNL_NLMSG_HDRLEN + MNL_ALIGN(body.size()));
  ::nlmsghdr* const header = ::mnl_nlmsg_put_header(request.data());
  header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = sequence;
  std::ranges::copy(body, static_cast<std::byte*>(::mnl_nlmsg_put_extra_header(header, body.size())));
  return request;
}

core::Status read_outcome(std::span<const std::byte> body) {
  int error = 0;
  if (body.size() < sizeof error) return core::failure(damaged("an error message is too short"));
  std::memcpy(&error, body.data(), sizeof error);
  if (error == 0) return {};
  if (error > 0 || error < -kMaximumErrno) {
    return core::failure(damaged("an error message has a number that is no error's"));
  }
  return core::failure(core::system_error("list", "the sockets over netlink", -error));
}

// One attempt: what was asked, and how far the answer has been read.
class Dump {
 public:
  Dump(std::uint32_t sequence, const MessageVisitor& visit) : sequence_(sequence), visit_(visit) {}

  // Reads to the end of the dump, or to the first error.
  [[nodiscard]] core::Status run(NetlinkTransport& transport, std::span<const std::byte> body) {
    if (auto sent = transport.send(make_request(body, sequence_)); !sent) return sent;
    int foreign = 0;
    while (!is_over_) {
      const auto datagram = transport.receive();
      if (!datagram) {
        is_incomplete_ = datagram.error().errno_value == ENOBUFS;
        return core::failure(datagram.error());
      }
      if (datagram->sender != 0) {
        if (++foreign > kMaximumForeignDatagrams) return core::failure(damaged("others keep answering"));
        continue;
      }
      if (datagram->bytes.empty()) return core::failure(damaged("it ended early"));
      if (auto read = read_datagram(datagram->bytes); !read) return read;
    }
    return {};
  }

  // Whether asking again may help: sockets came and went meanwhile, or messages got lost.
  [[nodiscard]] bool is_incomplete() const { return is_incomplete_; }

 private:
  [[nodiscard]] core::Status read_datagram(std::span<const std::byte> bytes) {
    while (!bytes.empty() && !is_over_) {
      ::nlmsghdr header{};
      if (bytes.size() < sizeof header) return core::failure(damaged("a message is shorter than its header"));
      std::memcpy(&header, bytes.data(), sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > bytes.size()) {
        return core::failure(
            damaged(fmt::format("a message of {} bytes was cut off at {}", header.nlmsg_len, bytes.size())));
      }
      const auto body = bytes.subspan(sizeof header, header.nlmsg_len - sizeof header);
      if (header.nlmsg_seq == sequence_) {
        if (auto read = read_message(header, body); !read) return read;
      }
      bytes = bytes.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), bytes.size()));
    }
    return {};
  }

  [[nodiscard]] core::Status read_message(const ::nlmsghdr& header, std::span<const std::byte> body) {
    is_incomplete_ = is_incomplete_ || (header.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
    switch (header.nlmsg_type) {
      case SOCK_DIAG_BY_FAMILY:
        return visit_(body);
      case NLMSG_DONE:
        // The end carries the outcome of the whole dump.
        is_over_ = true;
        return body.empty() ? core::Status() : read_outcome(body);
      case NLMSG_ERROR:
        return read_outcome(body);
      case NLMSG_OVERRUN:
        is_incomplete_ = true;
        return core::failure(damaged("messages were lost"));
      default:
        return {};
    }
  }

  std::uint32_t sequence_;
  const MessageVisitor& visit_;
  bool is_over_ = false;
  bool is_incomplete_ = false;
};

}  // namespace

core::Result<std::unique_ptr<NetlinkTransport>> open_sock_diag() {
  auto transport = std::make_unique<SockDiagTransport>();
  if (!transport->open()) {
    return core::failure(core::system_error("open", "a netlink socket for the list of sockets", errno));
  }
  return transport;
}

core::Status dump_over_netlink(const OpenTransport& open, std::span<const std::byte> body,
                               const MessageVisitor& visit) {
  core::Status status;
  for (std::uint32_t attempt = 1; attempt <= kAttempts; ++attempt) {
    const auto transport = open();
    if (!transport) return core::failure(transport.error());
    Dump dump(attempt, visit);
    status = dump.run(**transport, body);
    if (!dump.is_incomplete()) return status;
  }
  return status ? core::failure(damaged("sockets came and went while it was made")) : status;
}

}  // namespace portreeve::sockets
