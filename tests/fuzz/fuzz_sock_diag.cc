#include <linux/inet_diag.h>
#include <linux/netlink.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <unordered_set>
#include <vector>

#include "property.h"
#include "sockets/sock_diag.h"

using portreeve::core::Family;
using portreeve::fuzz::require;
using portreeve::sockets::ask_sock_diag;
using portreeve::sockets::Datagram;
using portreeve::sockets::NetlinkTransport;
using portreeve::sockets::Protocol;
using portreeve::sockets::Socket;

namespace {

// The bytes that the kernel spends on a socket at the least.
constexpr std::size_t kSocketSize = sizeof(::nlmsghdr) + sizeof(::inet_diag_msg);

// A kernel that answers with the input as one datagram, whose messages are made to belong to the request.
class InputTransport : public NetlinkTransport {
 public:
  explicit InputTransport(std::span<const std::byte> input) : datagram_(input.begin(), input.end()) {}

  portreeve::core::Status send(std::span<const std::byte> request) override {
    ::nlmsghdr asked{};
    require(request.size() >= sizeof asked, "a request has a header");
    std::memcpy(&asked, request.data(), sizeof asked);
    for (std::size_t start = 0; datagram_.size() - start >= sizeof(::nlmsghdr);) {
      ::nlmsghdr header{};
      std::memcpy(&header, datagram_.data() + start, sizeof header);
      header.nlmsg_seq = asked.nlmsg_seq;
      std::memcpy(datagram_.data() + start, &header, sizeof header);
      const std::size_t length = NLMSG_ALIGN(std::size_t{header.nlmsg_len});
      if (length < sizeof header || length > datagram_.size() - start) break;
      start += length;
    }
    return {};
  }

  portreeve::core::Result<Datagram> receive() override {
    const bool is_first = !is_read_;
    is_read_ = true;
    return is_first ? Datagram{datagram_} : Datagram{};
  }

 private:
  std::vector<std::byte> datagram_;
  bool is_read_ = false;
};

struct Answer {
  bool complete = false;
  std::size_t sockets = 0;
};

Answer ask(std::span<const std::byte> input) {
  const auto open = [&]() -> portreeve::core::Result<std::unique_ptr<NetlinkTransport>> {
    return std::make_unique<InputTransport>(input);
  };
  Answer answer;
  std::unordered_set<std::uint64_t> cookies;
  answer.complete = ask_sock_diag(open, Protocol::kTcp, Family::kIpv4, {}, [&](Socket&& socket) {
                      ++answer.sockets;
                      const bool is_new = socket.cookie == 0 || cookies.insert(socket.cookie).second;
                      require(is_new, "a socket is passed on once");
                      const bool is_named = !socket.interface || !socket.interface->name.empty();
                      require(is_named, "a device has a name");
                    }).has_value();
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Three attempts at the most, if the input says that it was interrupted.
  constexpr std::size_t kAttempts = 3;
  const auto input = std::as_bytes(std::span(data, size));
  const Answer answer = ask(input);
  require(answer.sockets <= kAttempts * size / kSocketSize, "each socket takes its bytes");
  const Answer again = ask(input);
  require(answer.complete == again.complete && answer.sockets == again.sockets,
          "the same bytes say the same");
  return 0;
}
