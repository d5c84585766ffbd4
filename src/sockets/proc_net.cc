#include "sockets/proc_net.h"

#include <array>
#include <charconv>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

using core::Address;
using core::Family;

constexpr std::size_t kMaximumBadLines = 100;

// Where each column of a line stands once it is split into words:
//   sl  local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
enum Column : std::size_t {
  kLocal = 1,
  kPeer = 2,
  kState = 3,
  kQueues = 4,
  kUid = 7,
  kInode = 9,
  kColumns = 10
};

template <typename Number>
std::optional<Number> parse_hexadecimal(std::string_view text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value, 16);
  return status == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

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

std::optional<Socket> parse_words(std::span<const std::string_view> words, Family family) {
  if (words.size() < kColumns) return std::nullopt;
  const auto local = parse_endpoint(words[kLocal], family);
  const auto peer = parse_endpoint(words[kPeer], family);
  const auto state = parse_hexadecimal<std::uint8_t>(words[kState]);
  const auto uid = core::parse_number<uid_t>("the uid", words[kUid]);
  const auto inode = core::parse_number<std::uint64_t>("the inode", words[kInode]);
  Socket socket;
  const bool valid = local && peer && state && *state != 0 && *state <= kLastState && uid && inode &&
                     parse_queues(words[kQueues], socket);
  if (!valid) return std::nullopt;
  socket.local = *local;
  socket.peer = *peer;
  socket.state = static_cast<State>(*state);
  socket.uid = *uid;
  socket.inode = *inode;
  return socket;
}

core::Error too_many_bad_lines() {
  return core::make_error("read on in", "the table",
                          fmt::format("{} of its lines were none of a socket", kMaximumBadLines));
}

}  // namespace

std::string proc_net_file(Protocol protocol, Family family) {
  return fmt::format("/proc/net/{}{}", to_string(protocol), family == Family::kIpv4 ? "" : "6");
}

core::Result<Socket> parse_proc_net_line(std::string_view line, Protocol protocol, Family family) {
  const auto words = core::split_words(line);
  std::optional<Socket> socket = parse_words(words, family);
  if (!socket) {
    return core::failure(core::parse_error("the socket", core::trim(line), "not a line of this table"));
  }
  socket->protocol = protocol;
  socket->family = family;
  socket->source = Source::kProcNet;
  return *socket;
}

void read_proc_net(const core::SystemRoot& root, Protocol protocol, Family family,
                   core::Observed<std::vector<Socket>>& observed) {
  const std::string file = proc_net_file(protocol, family);
  const std::string_view name = to_string(protocol);
  const auto contents = root.read(file);
  if (!contents) {
    observed.miss(fmt::format("the {} sockets of {}", name, to_string(family)), contents.error());
    return;
  }
  const auto note = [&](std::string what, std::size_t line, core::Error error) {
    error.location = core::SourceLocation{root.shown_path(file), line};
    observed.miss(std::move(what), std::move(error));
  };
  std::size_t bad_lines = 0;
  std::size_t number = 0;
  for (const std::string_view line : core::split(*contents, '\n')) {
    ++number;
    const std::string_view text = core::trim(line);
    const bool is_heading = number == 1 && text.starts_with("sl ");
    if (is_heading || text.empty()) continue;
    if (bad_lines == kMaximumBadLines) {
      note(fmt::format("the other {} sockets of {}", name, to_string(family)), number, too_many_bad_lines());
      return;
    }
    auto socket = parse_proc_net_line(text, protocol, family);
    if (socket) {
      observed.value.push_back(std::move(*socket));
      continue;
    }
    ++bad_lines;
    note(fmt::format("a {} socket of {}", name, to_string(family)), number, socket.error());
  }
}

}  // namespace portreeve::sockets
