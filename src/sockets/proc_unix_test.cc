#include "sockets/proc_unix.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

// Lines as Linux 6.18 prints them.
struct Row {
  std::string_view line;
  SocketType type;
  State state;
  std::uint64_t inode;
  std::string_view path;
};

constexpr std::string_view kAbstract("\0ab@c @ x", 9);

const Row kRows[] = {
    {"00000000e4e2c3c1: 00000003 00000000 00000000 0001 03  1575", SocketType::kStream, State::kEstablished,
     1575, ""},
    {"0000000022ef9558: 00000002 00000000 00010000 0001 01 1260054 /run/with blank ", SocketType::kStream,
     State::kListen, 1'260'054, "/run/with blank "},
    {"0000000022ef9558: 00000002 00000000 00000000 0002 01 22  leading", SocketType::kDatagram, State::kClose,
     22, " leading"},
    {"0000000022ef9558: 00000002 00000000 00010000 0005 01 1260054 @ab@c @ x", SocketType::kSequencedPacket,
     State::kListen, 1'260'054, kAbstract},
    {"0000000022ef9558: 00000003 00000000 00000000 0001 02     0 /run/a", SocketType::kStream,
     State::kEstablished, 0, "/run/a"},
    {"0000000022ef9558: 00000003 00000000 00000000 0001 04     0", SocketType::kStream, State::kClose, 0, ""},
};

TEST(ParseProcUnixLine, ReadsALineOfTheKernel) {
  for (const Row& row : kRows) {
    const auto socket = parse_proc_unix_line(row.line);
    ASSERT_TRUE(socket) << socket.error().to_string();
    EXPECT_EQ(socket->protocol, Protocol::kUnix);
    EXPECT_EQ(socket->source, Source::kProcNet);
    EXPECT_EQ(socket->type, row.type) << row.line;
    EXPECT_EQ(socket->state, row.state) << row.line;
    EXPECT_EQ(socket->inode, row.inode) << row.line;
    EXPECT_FALSE(socket->uid);
    EXPECT_EQ(std::get<UnixDetail>(socket->detail).path, row.path) << row.line;
  }
}

TEST(ParseProcUnixLine, RefusesWhatIsNoSocket) {
  const std::string_view lines[] = {
      "",
      "the rest of a path",
      "Num       RefCount Protocol Flags    Type St Inode Path",
      "00000000e4e2c3c1: 00000003 00000000 00000000 0001 03",         // no inode
      "00000000e4e2c3c1 00000003 00000000 00000000 0001 03  1575",    // no colon
      "00000000e4e2c3c1: 00000003 00000000 00000000 0007 03  1575",   // an unknown type
      "00000000e4e2c3c1: 00000003 00000000 00000000 0001 05  1575",   // an unknown state
      "00000000e4e2c3c1: 00000003 00000000 0000000g 0001 03  1575",   // not hexadecimal
      "00000000e4e2c3c1: 00000003 00000000 00000000 0001 03  -1575",  // negative
      "00000000e4e2c3c1: 00000003 00000000 00000000 0001 03  99999999999999999999",
  };
  for (const std::string_view line : lines)
    EXPECT_FALSE(parse_proc_unix_line(line)) << line;
}

}  // namespace
}  // namespace portreeve::sockets
