#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "core/text.h"
#include "property.h"
#include "sockets/proc_internet.h"

using portreeve::core::Endpoint;
using portreeve::core::Family;
using portreeve::fuzz::require;
using portreeve::sockets::parse_proc_internet_line;
using portreeve::sockets::Protocol;
using portreeve::sockets::Socket;

namespace {

// An endpoint as the kernel prints it: each four bytes of the address as a number of the machine's own order.
std::string endpoint_text(const Endpoint& endpoint) {
  const auto bytes = endpoint.address.bytes();
  std::string text;
  for (std::size_t word = 0; word < bytes.size(); word += 4) {
    text += fmt::format("{:02X}{:02X}{:02X}{:02X}", bytes[word + 3], bytes[word + 2], bytes[word + 1],
                        bytes[word]);
  }
  return fmt::format("{}:{:04X}", text, endpoint.port);
}

// The line that the kernel prints for a socket (net/ipv4/tcp_ipv4.c, get_tcp4_sock()).
std::string line_of(const Socket& socket) {
  return fmt::format("   0: {} {} {:02X} {:08X}:{:08X} 00:00000000 00000000 {:5} 0 {} 1",
                     endpoint_text(socket.local), endpoint_text(socket.peer),
                     static_cast<unsigned>(socket.state), socket.send_q, socket.recv_q,
                     socket.uid.value_or(0), socket.inode);
}

void require_same(const Socket& left, const Socket& right) {
  require(left.local == right.local && left.peer == right.peer, "the same endpoints");
  require(left.state == right.state, "the same state");
  require(left.send_q == right.send_q && left.recv_q == right.recv_q, "the same queues");
  require(left.uid == right.uid && left.inode == right.inode, "the same user and inode");
}

void try_family(std::string_view line, Family family) {
  const auto socket = parse_proc_internet_line(line, Protocol::kUdp, family);
  if (!socket) return;
  require(portreeve::core::split_words(line).size() >= 10, "a socket's line has ten words");
  require(socket->family == family && socket->local.address.family() == family,
          "a socket is of its table's family");
  require(to_string(socket->state) != "UNKNOWN", "a socket is in a state that there is");
  const auto again = parse_proc_internet_line(line_of(*socket), Protocol::kUdp, family);
  require(again.has_value(), "the kernel's line of a socket parses");
  require_same(*socket, *again);
  const Family other = family == Family::kIpv4 ? Family::kIpv6 : Family::kIpv4;
  require(!parse_proc_internet_line(line, Protocol::kUdp, other), "a line is of one family");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = portreeve::fuzz::as_text(data, size);
  try_family(line, Family::kIpv4);
  try_family(line, Family::kIpv6);
  return 0;
}
