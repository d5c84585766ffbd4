#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

#include "core/address.h"
#include "sockets/protocol.h"

namespace portreeve::report {

/// What a listing of sockets calls the numbers in it. A look-up that is empty, or that answers with an empty
/// text, leaves the number. Answers are made printable by whoever shows them.
struct SocketNames {
  /// Of a port of that protocol: "ssh". For SOCK_RAW, of the IP protocol: "ipv6-icmp".
  std::function<std::string(sockets::Protocol protocol, std::uint16_t port)> port{};
  /// Of the host with that address.
  std::function<std::string(const core::Address& address)> host{};
  /// The path of the control group with that ID.
  std::function<std::string(std::uint64_t id)> cgroup{};
  /// Of the process with that pid, which a port ID of netlink(7) mostly is.
  std::function<std::string(pid_t pid)> process{};
  /// What that process was started as: the first word of its command line.
  std::function<std::string(pid_t pid)> program{};
  /// Of the user with that ID.
  std::function<std::string(uid_t uid)> user{};
};

}  // namespace portreeve::report
