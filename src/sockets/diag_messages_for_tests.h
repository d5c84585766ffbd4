#pragma once

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sockets/netlink_dump.h"
#include "sockets/socket.h"

// Messages as the kernel sends them over sock_diag(7), for unit tests.

namespace portreeve::sockets::for_tests {

using Bytes = std::vector<std::byte>;

template <typename Object>
Bytes bytes_of(const Object& object) {
  Bytes bytes(sizeof object);
  std::memcpy(bytes.data(), &object, sizeof object);
  return bytes;
}

inline Bytes bytes_of_text(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

inline Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

inline Bytes first(Bytes bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}

// A netlink message, filled up to a multiple of four bytes (netlink(7)):
//
//     0        4      6       8          12       16
//     | length | type | flags | sequence | portid | body … | padding |
inline Bytes message(std::uint16_t type, const Bytes& body, std::uint16_t flags = NLM_F_MULTI) {
  ::nlmsghdr header{};
  header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + body.size());
  header.nlmsg_type = type;
  header.nlmsg_flags = flags;
  Bytes bytes = bytes_of(header) + body;
  bytes.resize(NLMSG_ALIGN(bytes.size()));
  return bytes;
}

// The same message that says that it is `length` bytes long.
inline Bytes with_length(Bytes bytes, std::uint32_t length) {
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes;
}

inline Bytes socket_message(const Bytes& body) {
  return message(SOCK_DIAG_BY_FAMILY, body);
}

inline Bytes done(int outcome = 0) {
  return message(NLMSG_DONE, bytes_of(outcome));
}

inline Bytes refusal(int outcome) {
  return message(NLMSG_ERROR, bytes_of(::nlmsgerr{.error = outcome, .msg = {}}));
}

// An attribute, filled up in the same way:
//
//     0        2      4
//     | length | type | value … | padding |
inline Bytes attribute(std::uint16_t type, const Bytes& value) {
  const ::nlattr header{.nla_len = static_cast<std::uint16_t>(sizeof(::nlattr) + value.size()),
                        .nla_type = type};
  Bytes bytes = bytes_of(header) + value;
  bytes.resize(NLA_ALIGN(bytes.size()));
  return bytes;
}

inline Bytes attribute(std::uint16_t type, std::uint8_t value) {
  return attribute(type, bytes_of(value));
}

// An attribute that says that it is so long, without a value.
inline Bytes attribute_of_length(std::uint16_t type, std::uint16_t length) {
  return bytes_of(::nlattr{.nla_len = length, .nla_type = type});
}

// What a message says of an internet socket (inet_diag.h).
inline ::inet_diag_msg internet_socket(std::uint8_t family, State state, const char* local,
                                       std::uint16_t port) {
  ::inet_diag_msg body{};
  body.idiag_family = family;
  body.idiag_state = static_cast<std::uint8_t>(state);
  body.id.idiag_sport = htons(port);
  EXPECT_EQ(::inet_pton(family, local, body.id.idiag_src), 1) << local;
  return body;
}

// A TCP listener on 192.0.2.1 whose cookie is its port.
inline Bytes listener(std::uint16_t port) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kListen, "192.0.2.1", port);
  body.id.idiag_cookie[0] = port;
  return socket_message(bytes_of(body));
}

// Gives another sequence number to the messages of a datagram that have this one.
inline void replace_sequence(Bytes& datagram, std::uint32_t before, std::uint32_t after) {
  for (std::size_t start = 0; datagram.size() - start >= sizeof(::nlmsghdr);) {
    ::nlmsghdr header{};
    std::memcpy(&header, datagram.data() + start, sizeof header);
    if (header.nlmsg_seq == before) header.nlmsg_seq = after;
    std::memcpy(datagram.data() + start, &header, sizeof header);
    const std::size_t length = NLMSG_ALIGN(std::size_t{header.nlmsg_len});
    if (length < sizeof header || length > datagram.size() - start) return;
    start += length;
  }
}

// A kernel that answers each attempt of a dump by what was written down for it. Messages whose sequence
// number is 0 get that of the request.
class ScriptedKernel {
 public:
  // What receive() gives back: a datagram and who sent it, or an error.
  struct Step {
    Bytes datagram = {};
    std::uint32_t sender = 0;
    int error = 0;
  };

  ScriptedKernel& attempt(std::vector<Step> steps) {
    attempts_.push_back(std::move(steps));
    return *this;
  }

  // A new attempt of datagrams of the kernel.
  ScriptedKernel& answer(const std::vector<Bytes>& datagrams) {
    std::vector<Step> steps;
    steps.reserve(datagrams.size());
    for (const Bytes& datagram : datagrams)
      steps.push_back({.datagram = datagram});
    return attempt(std::move(steps));
  }

  [[nodiscard]] OpenTransport transport() {
    return [this]() -> core::Result<std::unique_ptr<NetlinkTransport>> {
      if (opened_ == attempts_.size()) {
        ++opened_;
        return core::failure(core::make_error("open", "a transport", "there is nothing more in the script"));
      }
      return std::make_unique<Transport>(*this, attempts_[opened_++]);
    };
  }

  [[nodiscard]] std::size_t opened() const { return opened_; }
  [[nodiscard]] const std::vector<Bytes>& requests() const { return requests_; }

 private:
  class Transport : public NetlinkTransport {
   public:
    Transport(ScriptedKernel& kernel, std::vector<Step> steps) : kernel_(kernel), steps_(std::move(steps)) {}

    core::Status send(std::span<const std::byte> request) override {
      kernel_.requests_.emplace_back(request.begin(), request.end());
      ::nlmsghdr header{};
      std::memcpy(&header, request.data(), sizeof header);
      for (Step& step : steps_)
        replace_sequence(step.datagram, 0, header.nlmsg_seq);
      return {};
    }

    core::Result<Datagram> receive() override {
      if (next_ == steps_.size()) return Datagram{};
      const Step& step = steps_[next_++];
      if (step.error != 0) return core::failure(core::system_error("receive", "the list", step.error));
      return Datagram{step.datagram, step.sender};
    }

   private:
    ScriptedKernel& kernel_;
    std::vector<Step> steps_;
    std::size_t next_ = 0;
  };

  std::vector<std::vector<Step>> attempts_;
  std::vector<Bytes> requests_;
  std::size_t opened_ = 0;
};

}  // namespace portreeve::sockets::for_tests
