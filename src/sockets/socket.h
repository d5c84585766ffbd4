#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/endpoint.h"
#include "core/interface.h"
#include "core/process_ref.h"
#include "core/transport.h"

namespace portreeve::sockets {

/// The state of a socket, with the kernel's numbers (include/net/tcp_states.h). A UDP socket is kClose until
/// it is connected, then kEstablished.
enum class State : std::uint8_t {
  kEstablished = 1,
  kSynSent,
  kSynReceived,
  kFinWait1,
  kFinWait2,
  kTimeWait,
  kClose,
  kCloseWait,
  kLastAck,
  kListen,
  kClosing,
  kNewSynReceived,
};

/// The highest number of a state.
constexpr std::uint8_t kLastState = static_cast<std::uint8_t>(State::kNewSynReceived);

/// A state as ss(8) names it: "ESTAB", "LISTEN", "UNCONN" for kClose, ...
[[nodiscard]] std::string_view to_string(State state);

/// A process that holds a socket, and by which of its descriptors.
struct Owner {
  core::ProcessRef process;
  int descriptor = 0;
};

/// Where a socket was seen.
enum class Source : std::uint8_t {
  kSockDiag,  ///< asked of the kernel over netlink (sock_diag(7))
  kProcNet,   ///< read from a table in /proc/net (proc(5)), which knows no devices
};

/// "sock_diag", "proc".
[[nodiscard]] std::string_view to_string(Source source);

/// An internet socket as the kernel describes it.
struct Socket {
  core::Transport transport = core::Transport::kTcp;
  core::Family family = core::Family::kIpv4;  ///< of the socket; an IPv6 one may serve IPv4 as well
  State state = State::kClose;
  core::Endpoint local;                      ///< a link-local address has its interface as zone
  core::Endpoint peer;                       ///< all zero when there is none
  std::optional<core::Interface> interface;  ///< the device that it is bound to (SO_BINDTODEVICE)
  std::optional<bool> v6_only;               ///< IPV6_V6ONLY of an IPv6 socket, where the source knows it
  std::uint32_t recv_q = 0;  ///< bytes waiting to be read; for a listener: connections waiting to be accepted
  std::uint32_t send_q = 0;  ///< bytes not yet acknowledged; for a listener: its backlog, 0 from /proc/net
  uid_t uid = 0;             ///< of the user who made it
  std::uint64_t inode = 0;   ///< 0 for a socket that no process holds any more
  std::vector<Owner>
      owners;  ///< sorted by pid, then descriptor; empty if there are none or they were not seen
  Source source = Source::kSockDiag;
};

}  // namespace portreeve::sockets
