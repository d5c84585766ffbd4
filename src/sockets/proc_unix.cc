#include "sockets/proc_unix.h"

#include <array>
#include <optional>

#include "sockets/proc_number.h"

namespace portreeve::sockets {
namespace {

//   Num RefCount Protocol Flags Type St Inode Path
enum Column : std::size_t { kFlags = 3, kType = 4, kState = 5, kInode = 6, kColumns = 7 };

// __SO_ACCEPTCON: it listens.
constexpr std::uint32_t kListens = 0x10000;
// SS_CONNECTING and SS_CONNECTED (linux/net.h): it is connected, and yet to be accepted or not.
constexpr std::uint8_t kConnecting = 2;
constexpr std::uint8_t kConnected = 3;
constexpr std::uint8_t kLastSocketState = 4;

// The words before the path, and the path: what is behind the blank after the last of them, whatever it is.
struct Line {
  std::array<std::string_view, kColumns> words;
  std::string_view path;
};

std::optional<Line> split_line(std::string_view text) {
  Line line;
  for (std::string_view& word : line.words) {
    const std::size_t start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
  }
  if (!text.empty()) line.path = text.substr(1);
  return line;
}

bool is_type(std::uint16_t type) {
  return type == static_cast<std::uint16_t>(SocketType::kStream) ||
         type == static_cast<std::uint16_t>(SocketType::kDatagram) ||
         type == static_cast<std::uint16_t>(SocketType::kSequencedPacket);
}

State to_state(std::uint32_t flags, std::uint8_t state) {
  if ((flags & kListens) != 0) return State::kListen;
  return state == kConnecting || state == kConnected ? State::kEstablished : State::kClose;
}

std::string to_path(std::string_view printed) {
  std::string path(printed);
  if (path.starts_with('@')) path.front() = '\0';
  return path;
}

}  // namespace

core::Result<Socket> parse_proc_unix_line(std::string_view text) {
  const auto line = split_line(text);
  if (!line || !line->words.front().ends_with(':')) return core::failure(not_a_line(text));
  const auto flags = parse_hexadecimal<std::uint32_t>(line->words[kFlags]);
  const auto type = parse_hexadecimal<std::uint16_t>(line->words[kType]);
  const auto state = parse_hexadecimal<std::uint8_t>(line->words[kState]);
  const auto inode = parse_decimal<std::uint64_t>(line->words[kInode]);
  const bool valid = flags && type && is_type(*type) && state && *state <= kLastSocketState && inode;
  if (!valid) return core::failure(not_a_line(text));
  Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.type = static_cast<SocketType>(*type);
  socket.state = to_state(*flags, *state);
  socket.source = Source::kProcNet;
  socket.inode = *inode;
  socket.detail.emplace<UnixDetail>().path = to_path(line->path);
  return socket;
}

}  // namespace portreeve::sockets
