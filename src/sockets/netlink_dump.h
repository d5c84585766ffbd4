#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "core/result.h"

// A dump over netlink (netlink(7)): one request, answered by datagrams that hold one message for each thing
// that there is, up to a message NLMSG_DONE.
//
//     | nlmsghdr: length, type, flags, sequence, port | body … | nlmsghdr … | body … | NLMSG_DONE | outcome |
//
// What carries the datagrams is apart from what reads them, so that the reading can be tried on any of them.

namespace portreeve::sockets {

/// A datagram that came over netlink.
struct Datagram {
  std::span<const std::byte> bytes;  ///< valid until the next one is received
  std::uint32_t sender = 0;          ///< the port ID of who sent it: 0 is the kernel
};

/// What a dump is asked over: one netlink socket, used for one dump.
class NetlinkTransport {
 public:
  NetlinkTransport() = default;
  NetlinkTransport(const NetlinkTransport&) = delete;
  NetlinkTransport& operator=(const NetlinkTransport&) = delete;
  virtual ~NetlinkTransport() = default;

  [[nodiscard]] virtual core::Status send(std::span<const std::byte> request) = 0;

  /// Waits for the next datagram. The error has errno ENOBUFS where some were lost.
  [[nodiscard]] virtual core::Result<Datagram> receive() = 0;
};

/// Opens a transport: a fresh one for each attempt, so that the rest of an earlier dump can't get mixed in.
using OpenTransport = std::function<core::Result<std::unique_ptr<NetlinkTransport>>()>;

/// A transport to the running kernel's sock_diag(7), in the network namespace of the calling thread.
[[nodiscard]] core::Result<std::unique_ptr<NetlinkTransport>> open_sock_diag();

/// Takes what follows the header of a message.
using MessageVisitor = std::function<core::Status(std::span<const std::byte> body)>;

/// Asks by a message of SOCK_DIAG_BY_FAMILY with this body, and passes each message of the answer to `visit`
/// as it arrives. Datagrams that the kernel did not send are passed over.
///
/// A dump that changes interrupted (NLM_F_DUMP_INTR) or that overran the receiver (ENOBUFS, NLMSG_OVERRUN) is
/// asked for again a few times, and `visit` then meets messages that it met before. What came before an error
/// was passed on all the same. The error is that of `visit`, which ends the dump, the kernel's refusal with
/// its errno (ENOENT when it has no such protocol), or says how the answer is damaged.
[[nodiscard]] core::Status dump_over_netlink(const OpenTransport& open, std::span<const std::byte> body,
                                             const MessageVisitor& visit);

}  // namespace portreeve::sockets
