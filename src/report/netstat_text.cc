#include "report/netstat_text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "core/utf8.h"

namespace portreeve::report {
namespace {

using core::printable;
using sockets::Protocol;
using sockets::Socket;
using sockets::State;
using sockets::Timer;

constexpr std::size_t kAddressWidth = 23;  // of the column, where an address and a port of 22 characters fit
constexpr std::size_t kAddressLimit = 22;
constexpr std::size_t kAddressLeast = 4;  // what a long port leaves to the address
constexpr std::size_t kProgramLimit = 19;

std::string_view state_name(State state) {
  // With the kernel's numbers (include/net/tcp_states.h).
  constexpr std::array<std::string_view, 12> kNames{"",           "ESTABLISHED", "SYN_SENT",  "SYN_RECV",
                                                    "FIN_WAIT1",  "FIN_WAIT2",   "TIME_WAIT", "CLOSE",
                                                    "CLOSE_WAIT", "LAST_ACK",    "LISTEN",    "CLOSING"};
  if (state == State::kNewSynReceived) return "SYN_RECV";
  const auto number = static_cast<std::size_t>(state);
  return number < kNames.size() ? kNames[number] : "UNKNOWN";
}

// A socket without connections has a state once it is connected; a raw one has the number of it.
std::string state_text(const Socket& socket) {
  switch (socket.protocol) {
    case Protocol::kRaw:
    case Protocol::kIcmp:
      return fmt::format("{}", static_cast<unsigned>(socket.state));
    case Protocol::kUdp:
    case Protocol::kUdplite:
      return socket.state == State::kEstablished ? "ESTABLISHED"
             : socket.state == State::kClose     ? ""
                                                 : "UNKNOWN";
    default:
      return std::string(state_name(socket.state));
  }
}

std::string protocol_name(const Socket& socket) {
  const std::string_view name = socket.protocol == Protocol::kUdplite ? "udpl" : to_string(socket.protocol);
  return fmt::format("{}{}", name, socket.family == core::Family::kIpv6 ? "6" : "");
}

std::string timer_text(const Socket& socket) {
  const Timer& timer = socket.timer;
  // Whole ticks of /proc/net/tcp, of which there are a hundred a second.
  const std::uint32_t hundredths = timer.expires_ms / 10;
  const double seconds = hundredths / 100.0;
  // The numbers behind are those of retransmissions, and of probes without an answer.
  const auto with = [&](std::string_view name, unsigned retransmissions, unsigned probes) {
    return fmt::format("{} ({:.2f}/{}/{})", name, seconds, retransmissions, probes);
  };
  switch (timer.kind) {
    case Timer::Kind::kNone:
      return "off (0.00/0/0)";
    case Timer::Kind::kRetransmit:
      return with("on", timer.retransmissions, 0);
    case Timer::Kind::kKeepalive:
      return with("keepalive", 0, timer.retransmissions);
    case Timer::Kind::kTimeWait:
      return with("timewait", 0, 0);
    case Timer::Kind::kPersist:
      return with("probe", 0, timer.retransmissions);
  }
  return {};
}

std::string_view unix_type(const Socket& socket) {
  switch (socket.type) {
    case sockets::SocketType::kStream:
      return "STREAM";
    case sockets::SocketType::kDatagram:
      return "DGRAM";
    case sockets::SocketType::kRaw:
      return "RAW";
    case sockets::SocketType::kSequencedPacket:
      return "SEQPACKET";
    default:
      return "UNKNOWN";
  }
}

std::string unix_path(const std::string& path) {
  std::string shown = path;
  if (path.starts_with('\0')) std::ranges::replace(shown, '\0', '@');
  return printable(shown);
}

}  // namespace

std::string_view NetstatText::which_sockets() const {
  if (options_.all) return "(servers and established)";
  return options_.listening ? "(only servers)" : "(w/o servers)";
}

std::string NetstatText::internet_headings() const {
  std::string text = fmt::format(
      "Active Internet connections {}\n"
      "Proto Recv-Q Send-Q Local Address           Foreign Address         State      ",
      which_sockets());
  if (options_.extended) text += " User       Inode     ";
  if (options_.programs) text += fmt::format(" {:<20}", "PID/Program name");
  if (options_.timers) text += " Timer";
  return text + "\n";
}

std::string NetstatText::unix_headings() const {
  std::string text =
      fmt::format("Active UNIX domain sockets {}\nProto RefCnt Flags       Type       State         I-Node  ",
                  which_sockets());
  if (options_.programs) text += fmt::format(" {:<20}", "PID/Program name");
  return text + " Path\n";
}

bool NetstatText::lists(const Socket& socket) const {
  if (options_.all) return true;
  bool waits = false;
  switch (socket.protocol) {
    case Protocol::kTcp:
      waits = socket.peer.port == 0;
      break;
    case Protocol::kSctp: {
      const auto* const sctp = std::get_if<sockets::SctpDetail>(&socket.detail);
      waits = sctp == nullptr || !sctp->is_association;
      break;
    }
    case Protocol::kUnix:
      waits = socket.state == State::kListen;
      break;
    default:
      waits = socket.peer.address.is_unspecified();
  }
  return waits == options_.listening;
}

// An IPv4-mapped address is shown as the IPv4 one, and a nameless "::" has brackets where names are looked
// for.
std::string NetstatText::host(const core::Address& address) const {
  if (names_.host) {
    if (address.is_unspecified()) return address.is_ipv4() ? "0.0.0.0" : "[::]";
    const std::string name = names_.host(address);
    if (!name.empty()) return printable(name);
  }
  return address.unmapped().with_zone("").to_string();
}

std::string NetstatText::port(const Socket& socket, std::uint16_t port) const {
  if (port == 0) return "*";
  const std::string name = names_.port ? names_.port(socket.protocol, port) : std::string();
  return name.empty() ? fmt::format("{}", port) : printable(name);
}

std::string NetstatText::end(const Socket& socket, const core::Endpoint& end) const {
  const std::string address = host(end.address);
  const std::string service = port(socket, end.port);
  if (options_.wide || address.size() + service.size() <= kAddressLimit) return address + ":" + service;
  const std::size_t service_length = std::min(service.size(), kAddressLimit - kAddressLeast);
  return address.substr(0, kAddressLimit - service_length) + ":" + service.substr(0, service_length);
}

std::string NetstatText::program(const Socket& socket) const {
  if (socket.owners.empty()) return "-";
  const core::ProcessRef& process = socket.owners.front().process;
  std::string name = names_.program ? names_.program(process.pid) : std::string();
  if (name.empty()) name = process.name;
  if (name.starts_with('/')) name.erase(0, name.rfind('/') + 1);
  const std::string whole = fmt::format("{}/{}", process.pid, printable(name));
  return std::string(core::fit_columns(whole, kProgramLimit));
}

void NetstatText::finish_line(const Socket& socket, std::string_view timer, std::string& line) const {
  auto out = std::back_inserter(line);
  if (options_.extended) {
    const uid_t uid = socket.uid.value_or(0);
    const std::string name = names_.user ? names_.user(uid) : std::string();
    fmt::format_to(out, " {:<10} {:<10}", name.empty() ? fmt::format("{}", uid) : printable(name),
                   socket.inode);
  }
  if (options_.programs) fmt::format_to(out, " {:<20}", program(socket));
  if (options_.timers) fmt::format_to(out, " {}", timer);
  line += '\n';
}

std::string NetstatText::internet_line(const Socket& socket) const {
  // What stands there for a listener is its backlog, of which /proc/net/tcp, and so netstat, knows nothing.
  const std::uint32_t send_q = socket.state == State::kListen ? 0 : socket.send_q;
  std::string line = fmt::format("{:<5} {:>6} {:>6} {:<{}} {:<{}} {:<11}", protocol_name(socket),
                                 socket.recv_q, send_q, end(socket, socket.local), kAddressWidth,
                                 end(socket, socket.peer), kAddressWidth, state_text(socket));
  finish_line(socket, timer_text(socket), line);
  return line;
}

std::string NetstatText::sctp_lines(const Socket& socket, State state) const {
  const auto* const sctp = std::get_if<sockets::SctpDetail>(&socket.detail);
  if (sctp == nullptr) return {};
  const std::vector<core::Address> locals =
      sctp->locals.empty() ? std::vector{socket.local.address} : sctp->locals;
  const std::vector<core::Address> peers =
      sctp->is_association && sctp->peers.empty() ? std::vector{socket.peer.address} : sctp->peers;
  std::string lines;
  const std::size_t count = std::max(locals.size(), peers.size());
  for (std::size_t index = 0; index < count; ++index) {
    const bool with_port = index == 0 || !sctp->is_association;
    const auto shown = [&](const std::vector<core::Address>& addresses, std::uint16_t port) {
      if (index >= addresses.size()) return std::string();
      return with_port ? end(socket, {addresses[index], port}) : host(addresses[index]);
    };
    const std::string start = index > 0 ? fmt::format("{:20}", "")
                              : sctp->is_association
                                  ? fmt::format("sctp  {:>6} {:>6} ", socket.recv_q, socket.send_q)
                                  : fmt::format("{:<20}", "sctp");
    lines += fmt::format("{}{:<{}} {:<{}} {:<11}", start, shown(locals, socket.local.port), kAddressWidth,
                         shown(peers, socket.peer.port), kAddressWidth, index == 0 ? state_name(state) : "");
    if (index + 1 < count) lines += '\n';
  }
  finish_line(socket, "", lines);
  return lines;
}

std::string NetstatText::unix_line(const Socket& socket, std::uint64_t references) const {
  const bool listens = socket.state == State::kListen;
  const std::string_view state = listens                               ? "LISTENING"
                                 : socket.state == State::kEstablished ? "CONNECTED"
                                                                       : "";
  std::string line = fmt::format("{:<5} {:<6} {:<11} {:<10} {:<13} {:<8}", "unix", references,
                                 listens ? "[ ACC ]" : "[ ]", unix_type(socket), state, socket.inode);
  if (options_.programs) line += fmt::format(" {:<20}", program(socket));
  const auto* const detail = std::get_if<sockets::UnixDetail>(&socket.detail);
  return line + fmt::format(" {}\n", detail == nullptr ? "" : unix_path(detail->path));
}

}  // namespace portreeve::report
