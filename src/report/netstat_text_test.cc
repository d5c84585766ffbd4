#include "report/netstat_text.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace portreeve::report {
namespace {

using sockets::Protocol;
using sockets::Socket;
using sockets::State;

Socket internet(Protocol protocol, State state, std::string_view local, std::string_view peer) {
  Socket socket;
  socket.protocol = protocol;
  socket.state = state;
  socket.local = core::Endpoint::parse(local).value();
  socket.peer = core::Endpoint::parse(peer).value();
  socket.family = socket.local.address.family();
  socket.inode = 4711;
  return socket;
}

sockets::Owner owner(pid_t pid, const std::string& name) {
  sockets::Owner made;
  made.process.pid = pid;
  made.process.name = name;
  return made;
}

std::string line_of(const Socket& socket, const NetstatTextOptions& options = {}, SocketNames names = {}) {
  return NetstatText(options, std::move(names)).internet_line(socket);
}

TEST(NetstatText, RowsAreThoseOfNetstat) {
  Socket listener = internet(Protocol::kTcp, State::kListen, "0.0.0.0:111", "0.0.0.0:0");
  listener.recv_q = 1;
  listener.send_q = 128;
  EXPECT_EQ(line_of(listener),
            "tcp        1      0 0.0.0.0:111             0.0.0.0:*               LISTEN     \n")
      << "the backlog is not shown";
  EXPECT_EQ(line_of(internet(Protocol::kTcp, State::kEstablished, "[::1]:22", "[::ffff:192.0.2.1]:5")),
            "tcp6       0      0 ::1:22                  192.0.2.1:5             ESTABLISHED\n");
  EXPECT_EQ(line_of(internet(Protocol::kUdp, State::kClose, "127.0.0.1:53", "0.0.0.0:0")),
            "udp        0      0 127.0.0.1:53            0.0.0.0:*                          \n");
  EXPECT_EQ(line_of(internet(Protocol::kUdplite, State::kEstablished, "[::]:53", "[::1]:1")),
            "udpl6      0      0 :::53                   ::1:1                   ESTABLISHED\n");
  EXPECT_EQ(line_of(internet(Protocol::kRaw, State::kClose, "[::]:58", "[::]:0")),
            "raw6       0      0 :::58                   :::*                    7          \n");
}

TEST(NetstatText, StatesAreThoseOfNetstat) {
  const struct {
    State state;
    std::string_view name;
  } rows[] = {
      {State::kSynSent, "SYN_SENT"},   {State::kSynReceived, "SYN_RECV"}, {State::kFinWait1, "FIN_WAIT1"},
      {State::kFinWait2, "FIN_WAIT2"}, {State::kTimeWait, "TIME_WAIT"},   {State::kClose, "CLOSE"},
      {State::kLastAck, "LAST_ACK"},   {State::kCloseWait, "CLOSE_WAIT"}, {State::kClosing, "CLOSING"},
  };
  for (const auto& row : rows) {
    const std::string line = line_of(internet(Protocol::kTcp, row.state, "1.2.3.4:1", "1.2.3.4:2"));
    EXPECT_EQ(line.substr(68, row.name.size()), row.name);
  }
}

TEST(NetstatText, AnAddressIsCutToItsColumnUnlessItMayBeWide) {
  const Socket socket = internet(Protocol::kTcp, State::kListen, "[2001:db8:1:2:3:4:5:6]:10443", "[::]:0");
  EXPECT_EQ(line_of(socket),
            "tcp6       0      0 2001:db8:1:2:3:4::10443 :::*                    LISTEN     \n");
  EXPECT_EQ(line_of(socket, {.wide = true}),
            "tcp6       0      0 2001:db8:1:2:3:4:5:6:10443 :::*                    LISTEN     \n");
}

TEST(NetstatText, MoreColumnsAreThereOnRequest) {
  Socket socket = internet(Protocol::kTcp, State::kEstablished, "1.2.3.4:1", "1.2.3.4:2");
  socket.uid = 1000;
  socket.timer = {sockets::Timer::Kind::kKeepalive, 1, 7190};
  socket.owners = {owner(812, "comm")};
  const SocketNames names{.program = [](pid_t) { return "/usr/sbin/a-very-long-name"; },
                          .user = [](uid_t) { return "somebody"; }};
  const NetstatTextOptions all{.extended = true, .programs = true, .timers = true};
  EXPECT_EQ(
      line_of(socket, all, names),
      "tcp        0      0 1.2.3.4:1               1.2.3.4:2               ESTABLISHED somebody   4711       "
      "812/a-very-long-nam  keepalive (7.19/0/1)\n");
  EXPECT_EQ(line_of(socket, {.programs = true}),
            "tcp        0      0 1.2.3.4:1               1.2.3.4:2               ESTABLISHED 812/comm        "
            "    \n");
  socket.owners.clear();
  EXPECT_EQ(line_of(socket, {.programs = true}),
            "tcp        0      0 1.2.3.4:1               1.2.3.4:2               ESTABLISHED -               "
            "    \n");
  EXPECT_EQ(
      NetstatText(all, {}).internet_headings(),
      "Active Internet connections (w/o servers)\n"
      "Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      "
      "PID/Program name     Timer\n");
}

TEST(NetstatText, NamesOfProgramsAreHarmless) {
  Socket socket = internet(Protocol::kTcp, State::kEstablished, "1.2.3.4:1", "1.2.3.4:2");
  socket.owners = {owner(8, "x")};
  const SocketNames names{.program = [](pid_t) { return "\x1b[31m"; }};
  EXPECT_NE(line_of(socket, {.programs = true}, names).find("8/\\x1b[31m "), std::string::npos);
}

TEST(NetstatText, NamesStandForNumbersWhereThereAreAny) {
  const SocketNames names{
      .port = [](Protocol, std::uint16_t port) { return port == 22 ? "ssh" : ""; },
      .host = [](const core::Address& address) { return address.is_loopback() ? "here" : ""; }};
  EXPECT_EQ(line_of(internet(Protocol::kTcp, State::kListen, "127.0.0.1:22", "0.0.0.0:0"), {}, names),
            "tcp        0      0 here:ssh                0.0.0.0:*               LISTEN     \n");
  EXPECT_EQ(line_of(internet(Protocol::kTcp, State::kListen, "[::]:23", "[::]:0"), {}, names),
            "tcp6       0      0 [::]:23                 [::]:*                  LISTEN     \n");
}

TEST(NetstatText, WhatHasNoPeerWaits) {
  const auto lists = [](const Socket& socket, bool listening, bool all = false) {
    return NetstatText({.all = all, .listening = listening}, {}).lists(socket);
  };
  const Socket listener = internet(Protocol::kTcp, State::kListen, "1.2.3.4:1", "0.0.0.0:0");
  const Socket connected = internet(Protocol::kUdp, State::kEstablished, "1.2.3.4:1", "1.2.3.4:2");
  const Socket unconnected = internet(Protocol::kUdp, State::kClose, "1.2.3.4:1", "0.0.0.0:0");
  EXPECT_TRUE(lists(listener, true));
  EXPECT_FALSE(lists(listener, false));
  EXPECT_TRUE(lists(listener, false, true));
  EXPECT_TRUE(lists(connected, false));
  EXPECT_FALSE(lists(connected, true));
  EXPECT_TRUE(lists(unconnected, true));
}

TEST(NetstatText, AnEndpointOfSctpHasALineForEachOfItsAddresses) {
  Socket socket = internet(Protocol::kSctp, State::kListen, "127.0.0.1:250", "0.0.0.0:0");
  sockets::SctpDetail detail;
  detail.locals = {core::Address::parse("127.0.0.1").value(), core::Address::parse("192.0.2.1").value()};
  socket.detail = detail;
  EXPECT_EQ(NetstatText({.programs = true}, {}).sctp_lines(socket, State::kListen),
            "sctp                127.0.0.1:250                                   LISTEN     \n"
            "                    192.0.2.1:250                                               -               "
            "    \n");
}

TEST(NetstatText, AnAssociationOfSctpHasTheStateOfItsSocket) {
  Socket socket = internet(Protocol::kSctp, State::kEstablished, "127.0.0.1:260", "127.0.0.1:250");
  socket.recv_q = 6;
  socket.send_q = 5;
  sockets::SctpDetail detail;
  detail.is_association = true;
  detail.locals = {core::Address::parse("127.0.0.1").value(), core::Address::parse("192.0.2.1").value()};
  detail.peers = {core::Address::parse("127.0.0.1").value()};
  socket.detail = detail;
  EXPECT_EQ(NetstatText({}, {}).sctp_lines(socket, State::kClose),
            "sctp       6      5 127.0.0.1:260           127.0.0.1:250           CLOSE      \n"
            "                    192.0.2.1                                                  \n");
}

TEST(NetstatText, SocketsOfUnixHaveWholePaths) {
  Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.state = State::kListen;
  socket.inode = 11;
  sockets::UnixDetail detail;
  detail.path = "/run/a b";
  socket.detail = detail;
  const NetstatText text({.all = true}, {});
  EXPECT_EQ(text.unix_headings(),
            "Active UNIX domain sockets (servers and established)\n"
            "Proto RefCnt Flags       Type       State         I-Node   Path\n");
  EXPECT_EQ(text.unix_line(socket, 2),
            "unix  2      [ ACC ]     STREAM     LISTENING     11       /run/a b\n");
  socket.state = State::kEstablished;
  socket.detail = sockets::UnixDetail{};
  EXPECT_EQ(text.unix_line(socket, 3), "unix  3      [ ]         STREAM     CONNECTED     11       \n");
}

}  // namespace
}  // namespace portreeve::report
