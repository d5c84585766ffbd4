#include "sockets/proc_internet.h"

#include <array>
#include <optional>
#include <span>

#include "core/text.h"
#include "sockets/proc_number.h"

namespace portreeve::sockets {
namespace {

using core::Address;
using core::Family;

// Where each column of a line stands once it is split into words:
//   sl  local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
enum Column : std::size_t {
  kLocal = 1,
  kPeer = 2,
  kState = 3,
  kQueues = 4,
  kTimer = 5,
  kRetransmissions = 6,
  kUid = 7,
  kInode = 9,
  kColumns = 10
};

// "0100007F:0016": one word of eight digits, or four for IPv6, and a port.
std::optional<core::Endpoint> parse_endpoint(std::string_view text, Family family) {
  const std::size_t words = family == Family::kIpv4 ? 1 : 4;
  if (text.size() != words * 8 + 5 || text[words * 8] != ':') return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t word = 0; word < words; ++word) {
    const auto value = parse_hexadecimal<std::uint32_t>(text.substr(word * 8, 8));
    if (!value) return std::nullopt;
    for (std::size_t byte = 0; byte < 4; ++byte) {
      bytes[word * 4 + byte] = static_cast<std::uint8_t>(*value >> (8 * byte));
    }
  }
  const auto port = parse_hexadecimal<std::uint16_t>(text.substr(words * 8 + 1));
  if (!port) return std::nullopt;
  return core::Endpoint{Address::from_bytes(std::span(bytes).first(words * 4)), *port};
}

// "tx_queue:rx_queue", eight digits each.
bool parse_queues(std::string_view text, Socket& socket) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto send_q = parse_hexadecimal<std::uint32_t>(text.substr(0, colon));
  const auto recv_q = parse_hexadecimal<std::uint32_t>(text.substr(colon + 1));
  if (!send_q || !recv_q) return false;
  socket.send_q = *send_q;
  socket.recv_q = *recv_q;
  return true;
}

// "tr:tm->when": the kernel's number of the timer, and when it goes off, in ticks of a hundredth of a second
// (USER_HZ). Of no timer the rest means nothing.
bool parse_timer(std::string_view text, std::string_view retransmissions, Timer& timer) {
  constexpr std::uint32_t kMillisecondsInATick = 10;
  constexpr auto kLast = static_cast<std::uint8_t>(Timer::Kind::kPersist);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto kind = parse_hexadecimal<std::uint8_t>(text.substr(0, colon));
  const auto ticks = parse_hexadecimal<std::uint64_t>(text.substr(colon + 1));
  const auto count = parse_hexadecimal<std::uint32_t>(retransmissions);
  if (!kind || !ticks || !count) return false;
  if (*kind == 0 || *kind > kLast) return true;
  timer = {static_cast<Timer::Kind>(*kind), static_cast<std::uint8_t>(*count),
           static_cast<std::uint32_t>(*ticks) * kMillisecondsInATick};
  return true;
}

SocketType type_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::kTcp:
      return SocketType::kStream;
    case Protocol::kRaw:
      return SocketType::kRaw;
    default:
      return SocketType::kDatagram;
  }
}

std::optional<Socket> parse_words(std::span<const std::string_view> words, Family family) {
  if (words.size() < kColumns) return std::nullopt;
  const auto local = parse_endpoint(words[kLocal], family);
  const auto peer = parse_endpoint(words[kPeer], family);
  const auto state = parse_hexadecimal<std::uint8_t>(words[kState]);
  const auto uid = parse_decimal<uid_t>(words[kUid]);
  const auto inode = parse_decimal<std::uint64_t>(words[kInode]);
  Socket socket;
  const bool valid = local && peer && state && *state != 0 && *state <= kLastState && uid && inode &&
                     parse_queues(words[kQueues], socket) &&
                     parse_timer(words[kTimer], words[kRetransmissions], socket.timer);
  if (!valid) return std::nullopt;
  socket.local = *local;
  socket.peer = *peer;
  socket.state = static_cast<State>(*state);
  socket.uid = uid;
  socket.inode = *inode;
  return socket;
}

}  // namespace

core::Result<Socket> parse_proc_internet_line(std::string_view line, Protocol protocol, Family family) {
  const auto words = core::split_words(line);
  std::optional<Socket> socket = parse_words(words, family);
  if (!socket) return core::failure(not_a_line(line));
  socket->protocol = protocol;
  socket->type = type_of(protocol);
  socket->family = family;
  socket->source = Source::kProcNet;
  return *std::move(socket);
}

}  // namespace portreeve::sockets
