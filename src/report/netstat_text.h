#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "report/socket_names.h"
#include "sockets/socket.h"

namespace portreeve::report {

/// What a listing in the manner of netstat(8) shows, by netstat's own options.
struct NetstatTextOptions {
  bool all = false;        ///< -a
  bool listening = false;  ///< -l
  bool extended = false;   ///< -e
  bool programs = false;   ///< -p
  bool timers = false;     ///< -o
  bool wide = false;       ///< -W: addresses are not cut to their column
};

/// Lines of a listing in the columns and words of netstat(8) of net-tools 2.10, each with its newline. Names
/// of programs and paths are made printable, and a path is whole: netstat ends it at the first blank.
class NetstatText {
 public:
  NetstatText(const NetstatTextOptions& options, SocketNames names)
      : options_(options), names_(std::move(names)) {}

  /// The two lines above internet sockets.
  [[nodiscard]] std::string internet_headings() const;
  /// The two lines above sockets of unix(7).
  [[nodiscard]] std::string unix_headings() const;

  /// Whether -l, -a or neither of them lists the socket. That goes by its peer: one without waits.
  [[nodiscard]] bool lists(const sockets::Socket& socket) const;

  /// A line of a TCP, UDP, UDP-Lite or raw socket.
  [[nodiscard]] std::string internet_line(const sockets::Socket& socket) const;

  /// The lines of an SCTP endpoint or association, one for each of its addresses. `state` is that of its
  /// socket, also for an association: so netstat has it.
  [[nodiscard]] std::string sctp_lines(const sockets::Socket& socket, sockets::State state) const;

  /// A line of a socket of unix(7), to which the kernel has so many references.
  [[nodiscard]] std::string unix_line(const sockets::Socket& socket, std::uint64_t references) const;

 private:
  [[nodiscard]] std::string_view which_sockets() const;
  [[nodiscard]] std::string host(const core::Address& address) const;
  [[nodiscard]] std::string port(const sockets::Socket& socket, std::uint16_t port) const;
  [[nodiscard]] std::string end(const sockets::Socket& socket, const core::Endpoint& end) const;
  [[nodiscard]] std::string program(const sockets::Socket& socket) const;
  void finish_line(const sockets::Socket& socket, std::string_view timer, std::string& line) const;

  NetstatTextOptions options_;
  SocketNames names_;
};

}  // namespace portreeve::report
