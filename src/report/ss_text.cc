#include "report/ss_text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "report/ss_details.h"
#include "report/ss_sctp.h"
#include "report/ss_tcp.h"
#include "sockets/protocol_names.h"

namespace portreeve::report {
namespace {

using core::printable;
using sockets::Protocol;
using sockets::Socket;
using sockets::SocketType;

constexpr std::uint16_t kEveryEthernetProtocol = 3;  // ETH_P_ALL
constexpr std::uint32_t kAnyVsock = ~std::uint32_t{0};

std::string_view netid(const Socket& socket) {
  switch (socket.protocol) {
    case Protocol::kUnix:
      if (socket.type == SocketType::kStream) return "u_str";
      return socket.type == SocketType::kSequencedPacket ? "u_seq" : "u_dgr";
    case Protocol::kPacket:
      return socket.type == SocketType::kRaw ? "p_raw" : "p_dgr";
    case Protocol::kNetlink:
      return "nl";
    case Protocol::kUdplite:
      return "udpl";  // which ss does not list; no longer than the heading, so that it widens no other row
    case Protocol::kVsock:
      if (socket.type == SocketType::kStream) return "v_str";
      return socket.type == SocketType::kDatagram ? "v_dgr" : "???";
    default:
      return to_string(socket.protocol);
  }
}

// ss gives the sockets of packet(7) and netlink(7) no other state than this one.
std::string_view state_of(const Socket& socket) {
  if (socket.protocol == Protocol::kPacket || socket.protocol == Protocol::kNetlink) {
    return to_string(sockets::State::kClose);
  }
  return to_string(socket.state);
}

void append_number(std::uint64_t number, std::string& text) {
  const fmt::format_int digits(number);
  text.append(digits.data(), digits.size());
}

// ss fills its numbers up to six characters itself, so a column of them is never narrower.
void append_queue(std::uint32_t length, std::string& text) {
  constexpr std::size_t kWidth = 6;
  const fmt::format_int digits(length);
  text.append(digits.data(), digits.size());
  if (digits.size() < kWidth) text.append(kWidth - digits.size(), ' ');
}

// As inet_ntop(3) writes it, an IPv6 one in brackets. That function takes a third of the time of a long
// listing for IPv4 addresses, so they are written here.
void append_address(const core::Address& address, std::string& text) {
  if (address.is_ipv4()) {
    const auto octets = address.bytes();
    append_number(octets[0], text);
    for (const std::uint8_t octet : octets.subspan(1)) {
      text += '.';
      append_number(octet, text);
    }
    return;
  }
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (::inet_ntop(AF_INET6, address.bytes().data(), buffer.data(), buffer.size()) == nullptr) return;
  text += '[';
  text += buffer.data();
  text += ']';
}

// The NULs of an abstract path are shown as "@".
std::string unix_path(const std::string& path) {
  if (path.empty()) return "*";
  std::string shown = path;
  if (path.front() == '\0') std::ranges::replace(shown, '\0', '@');
  return printable(shown);
}

std::string vsock_number(std::uint32_t number) {
  return number == kAnyVsock ? "*" : fmt::format("{}", number);
}

// The association that a row is about, or nothing for every other kind of row.
const sockets::SctpDetail* association_of(const Socket& socket) {
  const auto* const sctp = std::get_if<sockets::SctpDetail>(&socket.detail);
  return sctp != nullptr && sctp->is_association ? sctp : nullptr;
}

// The device behind a "%". A link-local address has it as its zone.
const std::string& device_of(const Socket& socket) {
  return socket.interface ? socket.interface->name : socket.local.address.zone();
}

}  // namespace

SsText::SsText(const SsTextOptions& options, SocketNames names, SsColumns::Writer write)
    : options_(options),
      names_(std::move(names)),
      columns_({.netid = options.netid, .state = options.state, .width = options.width}, std::move(write)) {
  if (options_.headings) columns_.add_headings();
}

void SsText::add(const Socket& socket) {
  if (columns_.failed()) return;
  columns_.begin_row();
  add_netid_and_state(socket);
  append_queue(socket.recv_q, columns_.cell());
  columns_.next_cell();
  append_queue(socket.send_q, columns_.cell());
  columns_.next_cell();
  add_addresses(socket);
  add_process_cell(socket);
}

void SsText::add_netid_and_state(const Socket& socket) {
  // An association stands below its endpoint.
  const sockets::SctpDetail* const association = association_of(socket);
  if (association == nullptr) columns_.cell() += netid(socket);
  columns_.next_cell();
  if (association != nullptr) {
    columns_.cell() += "`- ";
    columns_.cell() += ss_association_state(association->state);
  } else {
    columns_.cell() += state_of(socket);
  }
  columns_.next_cell();
}

void SsText::add_end(std::string_view address, std::string_view separator, std::string_view port) {
  columns_.cell() += address;
  columns_.cell() += separator;
  columns_.next_cell();
  columns_.cell() += port;
  columns_.next_cell();
}

void SsText::add_addresses(const Socket& socket) {
  if (const auto* local = std::get_if<sockets::UnixDetail>(&socket.detail)) {
    add_end(unix_path(local->path), " ", fmt::format_int(socket.inode).str());
    add_end("*", " ", fmt::format_int(local->peer_inode).str());
  } else if (const auto* packet = std::get_if<sockets::PacketDetail>(&socket.detail)) {
    const std::uint16_t protocol = packet->ethernet_protocol;
    const std::string name =
        options_.numeric ? fmt::format("[{}]", protocol) : sockets::ethernet_protocol_name(protocol);
    add_end(protocol == kEveryEthernetProtocol ? "*" : name, ":",
            socket.interface ? printable(socket.interface->name) : "*");
    add_end("", "*", "");
  } else if (const auto* netlink = std::get_if<sockets::NetlinkDetail>(&socket.detail)) {
    const std::string family =
        options_.numeric ? fmt::format("{}", netlink->family) : sockets::netlink_family_name(netlink->family);
    add_end(family, ":", netlink_port(netlink->port));
    if (socket.state == sockets::State::kEstablished) {
      const auto peer_port = static_cast<std::int32_t>(netlink->peer_port);
      add_end(fmt::format("{}", netlink->peer_groups), ":", fmt::format("{}", peer_port));
    } else {
      add_end("", "*", "");
    }
  } else if (const auto* vsock = std::get_if<sockets::VsockDetail>(&socket.detail)) {
    add_end(vsock_number(vsock->cid), ":", vsock_number(vsock->port));
    add_end(vsock_number(vsock->peer_cid), ":", vsock_number(vsock->peer_port));
  } else {
    add_internet_addresses(socket);
  }
}

// A port ID is shown as a signed number: those that the kernel chose are negative.
std::string SsText::netlink_port(std::uint32_t port) const {
  const auto number = static_cast<std::int32_t>(port);
  if (number == -1) return "*";
  if (!options_.numeric && number == 0) return "kernel";
  const std::string name =
      !options_.numeric && number > 0 && names_.process ? names_.process(number) : std::string();
  return name.empty() ? fmt::format("{}", number) : fmt::format("{}/{}", printable(name), number);
}

void SsText::add_internet_addresses(const Socket& socket) {
  add_internet_end(socket, socket.local, device_of(socket));
  add_internet_end(socket, socket.peer, {});
}

void SsText::add_internet_end(const Socket& socket, const core::Endpoint& end, const std::string& device) {
  std::string& cell = columns_.cell();
  if (end.address.is_ipv6() && end.address.is_unspecified() && socket.v6_only != true) {
    cell += '*';
  } else if (const std::string name = names_.host ? names_.host(end.address.unmapped()) : std::string();
             !name.empty()) {
    cell += printable(name);
  } else {
    append_address(end.address, cell);
  }
  if (!device.empty()) {
    cell += '%';
    cell += printable(device);
  }
  cell += ':';
  columns_.next_cell();
  if (end.port == 0) {
    cell += '*';
  } else if (const std::string name = names_.port ? names_.port(socket.protocol, end.port) : std::string();
             !name.empty()) {
    cell += printable(name);
  } else {
    append_number(end.port, cell);
  }
  columns_.next_cell();
}

void SsText::add_process_cell(const Socket& socket) {
  std::string& cell = columns_.cell();
  if (options_.owners) append_owners(socket, options_.threads, cell);
  if (!socket.network_namespace.empty()) cell += " netns:" + core::printable(socket.network_namespace);
  if (options_.timers) append_timer(socket, cell);
  append_extended(socket, options_, names_, cell);
  const bool is_internet = sockets::is_internet(socket.protocol);
  const bool has_inside = options_.tcp && is_internet && socket.protocol != Protocol::kUdp &&
                          socket.protocol != Protocol::kUdplite && socket.protocol != Protocol::kIcmp;
  if (is_internet && (options_.memory || has_inside) && !options_.one_line) cell += "\n\t";
  if (socket.protocol == Protocol::kNetlink && options_.memory) cell += '\t';
  if (options_.memory) append_memory(socket, cell);
  if (socket.protocol == Protocol::kSctp && (options_.memory || has_inside))
    append_sctp_information(socket, cell);
  if (has_inside) append_mptcp_information(socket, cell);
  if (has_inside) append_tcp_information(socket, options_.numeric, options_.timers, cell);
}

}  // namespace portreeve::report
