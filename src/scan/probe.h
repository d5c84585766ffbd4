#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include "core/address.h"
#include "core/file_descriptor.h"
#include "core/result.h"
#include "scan/outcome.h"

namespace portreeve::scan {

/// An address as system calls take it (ip(7), ipv6(7)), with a port that is set for each probe.
class SocketAddress {
 public:
  /// An error if the address has a zone that is no interface in the namespace of the calling thread, or lacks
  /// the zone that a link-local address needs. An IPv4-mapped address is its IPv4 address.
  [[nodiscard]] static core::Result<SocketAddress> of(const core::Address& address);

  [[nodiscard]] SocketAddress with_port(std::uint16_t port) const;

  [[nodiscard]] int family() const { return is_ipv4_ ? AF_INET : AF_INET6; }
  [[nodiscard]] const sockaddr* get() const;
  [[nodiscard]] socklen_t size() const { return is_ipv4_ ? sizeof(sockaddr_in) : sizeof(sockaddr_in6); }

 private:
  SocketAddress() = default;

  bool is_ipv4_ = true;
  sockaddr_in ipv4_{};
  sockaddr_in6 ipv6_{};
};

/// How a probe stands after one look at it.
struct Attempt {
  enum class Kind : std::uint8_t {
    kPending,     ///< no answer yet: look again when the socket is writable or has an error
    kDecided,     ///< `outcome` is what it showed
    kRetry,       ///< it says nothing: begin again, a little later if this host ran out of something
    kImpossible,  ///< this host can't probe that target at all: `errno_value` says why
  };

  Kind kind = Kind::kPending;
  Outcome outcome;
  bool target_answered = false;  ///< the answer came from the target itself and not from a router
  int errno_value = 0;           ///< for kRetry and kImpossible, where a system call failed
};

/// Begins a probe: opens a socket, which goes to `socket`, and connects it without waiting. Most answers of a
/// host nearby are there before this returns.
[[nodiscard]] Attempt begin_probe(const SocketAddress& to, core::FileDescriptor& socket);

/// Looks at a probe that was pending. After any other answer the socket is of no more use; closing it resets
/// the connection if there is one, so that neither side keeps a TIME-WAIT.
[[nodiscard]] Attempt look_at_probe(int socket, const SocketAddress& to);

}  // namespace portreeve::scan
