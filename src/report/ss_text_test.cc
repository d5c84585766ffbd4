#include "report/ss_text.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/mptcp_information.h"
#include "sockets/sctp_information.h"
#include "sockets/tcp_information.h"

namespace portreeve::report {
namespace {

using sockets::Protocol;
using sockets::Socket;
using sockets::SocketType;
using sockets::State;
using testing::HasSubstr;

Socket listener() {
  Socket socket;
  socket.state = State::kListen;
  socket.local = core::Endpoint::parse("127.0.0.1:25").value();
  socket.send_q = 128;
  socket.inode = 4711;
  socket.cookie = 0x2a;
  return socket;
}

Socket of_ipv6(std::string_view local) {
  Socket socket = listener();
  socket.family = core::Family::kIpv6;
  socket.local = core::Endpoint::parse(local).value();
  socket.peer.address = core::Address::any(core::Family::kIpv6);
  return socket;
}

sockets::Owner owner(pid_t pid, const std::string& name, int descriptor) {
  sockets::Owner made;
  made.process.pid = pid;
  made.process.name = name;
  made.descriptor = descriptor;
  return made;
}

sockets::UnixDetail of_path(const std::string& path, std::uint64_t peer_inode = 0) {
  sockets::UnixDetail detail;
  detail.path = path;
  detail.peer_inode = peer_inode;
  return detail;
}

// The words of the only row, separated by one blank, so that they do not depend on widths.
std::string row_of(const Socket& socket, SsTextOptions options = {}, SocketNames names = {}) {
  std::string text;
  options.headings = false;
  SsText listing(options, std::move(names), [&](std::string_view piece) -> core::Status {
    text += piece;
    return {};
  });
  listing.add(socket);
  EXPECT_TRUE(listing.finish().has_value());
  std::string words;
  for (const char character : text) {
    if (character == ' ' && (words.empty() || words.back() == ' ')) continue;
    words += character;
  }
  while (words.ends_with('\n') || words.ends_with(' '))
    words.pop_back();
  return words;
}

TEST(SsText, AddressesAreThoseOfSs) {
  EXPECT_EQ(row_of(listener()), "tcp LISTEN 0 128 127.0.0.1:25 0.0.0.0:*");
  Socket both = of_ipv6("[::]:80");
  both.v6_only = false;
  EXPECT_EQ(row_of(both), "tcp LISTEN 0 128 *:80 *:*");
  both.v6_only = true;
  EXPECT_EQ(row_of(both), "tcp LISTEN 0 128 [::]:80 [::]:*");
  EXPECT_EQ(row_of(of_ipv6("[::ffff:192.0.2.1]:80")), "tcp LISTEN 0 128 [::ffff:192.0.2.1]:80 *:*");
}

TEST(SsText, ADeviceOrAZoneStandsBehindTheAddress) {
  Socket socket = listener();
  socket.interface = core::Interface{2, "eth0"};
  EXPECT_EQ(row_of(socket), "tcp LISTEN 0 128 127.0.0.1%eth0:25 0.0.0.0:*");
  EXPECT_EQ(row_of(of_ipv6("[fe80::1%eth1]:25")), "tcp LISTEN 0 128 [fe80::1]%eth1:25 *:*");
}

TEST(SsText, NamesStandForNumbersWhereThereAreAny) {
  const SocketNames names{
      .port = [](Protocol, std::uint16_t port) { return port == 25 ? "smtp" : ""; },
      .host = [](const core::Address& address) { return address.is_loopback() ? "local\x1bhost" : ""; }};
  EXPECT_EQ(row_of(listener(), {}, names), "tcp LISTEN 0 128 local\\x1bhost:smtp 0.0.0.0:*");
}

TEST(SsText, SocketsOfUnixHaveAPathAndAnInode) {
  Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.inode = 11;
  socket.state = State::kEstablished;
  socket.detail = of_path(std::string("\0a b\0c", 6), 12);
  EXPECT_EQ(row_of(socket), "u_str ESTAB 0 0 @a b@c 11 * 12");
  socket.type = SocketType::kDatagram;
  socket.detail = sockets::UnixDetail{};
  EXPECT_EQ(row_of(socket), "u_dgr ESTAB 0 0 * 11 * 0");
  socket.type = SocketType::kSequencedPacket;
  socket.detail = of_path("/run/\nx");
  EXPECT_EQ(row_of(socket), "u_seq ESTAB 0 0 /run/\\x0ax 11 * 0");
}

TEST(SsText, ExtendedNamesTheFileOfAUnixSocketAndWhoWaits) {
  Socket socket;
  socket.protocol = Protocol::kUnix;
  sockets::UnixDetail detail;
  detail.path = "/run/x";
  detail.file_inode = 11;
  detail.file_device = 254U << 20U | 3U;
  detail.waiting = {12, 13};
  socket.detail = detail;
  EXPECT_THAT(row_of(socket, {.extended = true}), testing::EndsWith(" <-> ino:11 dev:254/3 peers: 12 13"));
}

TEST(SsText, SocketsOfPacketHaveAProtocolAndADevice) {
  Socket socket;
  socket.protocol = Protocol::kPacket;
  socket.type = SocketType::kRaw;
  sockets::PacketDetail all;
  all.ethernet_protocol = 3;
  socket.detail = all;
  EXPECT_EQ(row_of(socket), "p_raw UNCONN 0 0 *:* *");
  socket.type = SocketType::kDatagram;
  socket.interface = core::Interface{2, "eth0"};
  sockets::PacketDetail detail;
  detail.ethernet_protocol = 0x0800;
  socket.detail = detail;
  EXPECT_EQ(row_of(socket), "p_dgr UNCONN 0 0 ip:eth0 *");
  EXPECT_EQ(row_of(socket, {.numeric = true}), "p_dgr UNCONN 0 0 [2048]:eth0 *");
  detail.version = 2;
  detail.flags = 3;
  detail.receive_ring = sockets::PacketRing{4096, 2, 2048, 4, 5, 6};
  detail.fanout = 0x00010007;
  socket.detail = detail;
  EXPECT_THAT(
      row_of(socket, {.extended = true}),
      testing::EndsWith("ino:0 sk:0\n\tver:2 cpy_thresh:0 flags( running auxdata )"
                        "\n\tring_rx(blk_size:4096,blk_nr:2,frm_size:2048,frm_nr:4,tmo:5,features:0x6)"
                        "\n\tfanout(id:7,type:lb)"));
}

TEST(SsText, SocketsOfNetlinkHaveAFamilyAndAPortThatIsMostlyAProcess) {
  Socket socket;
  socket.protocol = Protocol::kNetlink;
  const SocketNames names{.process = [](pid_t pid) { return pid == 812 ? "a) b" : ""; }};
  const auto shown = [&](std::uint32_t port, bool numeric) {
    socket.detail = sockets::NetlinkDetail{.family = 16, .port = port};
    return row_of(socket, {.numeric = numeric}, names);
  };
  EXPECT_EQ(shown(812, false), "nl UNCONN 0 0 genl:a) b/812 *");
  EXPECT_EQ(shown(813, false), "nl UNCONN 0 0 genl:813 *");
  EXPECT_EQ(shown(0, false), "nl UNCONN 0 0 genl:kernel *");
  EXPECT_EQ(shown(0, true), "nl UNCONN 0 0 16:0 *");
  EXPECT_EQ(shown(0xffffffff, false), "nl UNCONN 0 0 genl:* *");
  EXPECT_EQ(shown(0xfffff000, true), "nl UNCONN 0 0 16:-4096 *");
}

TEST(SsText, SocketsOfVsockHaveAMachineAndAPort) {
  Socket socket;
  socket.protocol = Protocol::kVsock;
  socket.state = State::kListen;
  socket.detail =
      sockets::VsockDetail{.cid = 0xffffffff, .port = 1024, .peer_cid = 2, .peer_port = 0xffffffff};
  EXPECT_EQ(row_of(socket), "v_str LISTEN 0 0 *:1024 2:*");
}

TEST(SsText, AnAssociationOfSctpStandsBelowItsEndpoint) {
  Socket socket = listener();
  socket.protocol = Protocol::kSctp;
  socket.state = State::kEstablished;
  sockets::SctpDetail detail;
  detail.is_association = true;
  detail.state = sockets::AssociationState::kCookieWait;
  detail.locals = {core::Address::parse("127.0.0.1").value(), core::Address::parse("::1").value()};
  detail.peers = {core::Address::parse("192.0.2.1").value()};
  socket.detail = detail;
  EXPECT_EQ(row_of(socket), "`- COOKIE_WAIT 0 128 127.0.0.1:25 0.0.0.0:*");
  EXPECT_THAT(row_of(socket, {.memory = true}),
              testing::EndsWith("\n\t locals:127.0.0.1,::1 peers:192.0.2.1"));
  sockets::SctpInformation inside;
  inside.tag = 0x5f4f;
  inside.receive_window = 106496;
  inside.mapped_ipv4 = true;
  detail.information = std::make_shared<sockets::SctpInformation>(inside);
  socket.detail = detail;
  EXPECT_THAT(row_of(socket, {.tcp = true}),
              testing::EndsWith(" peers:192.0.2.1 tag:5f4f state:COOKIE_WAIT rwnd:106496 v4mapped:1"));
}

TEST(SsText, OwnersStandAsInSsTheLastOneFirstAndTheirNamesAreHarmlessAndWhole) {
  Socket socket = listener();
  socket.owners = {owner(7, "a(b) c", 3), owner(8, "\x1b[31m", 4)};
  socket.owners.back().thread = 9;
  EXPECT_THAT(row_of(socket, {.owners = true}),
              HasSubstr(R"(* users:(("\x1b[31m",pid=8,fd=4),("a(b) c",pid=7,fd=3)))"));
  EXPECT_THAT(row_of(socket, {.owners = true, .threads = true}),
              HasSubstr(R"(users:(("\x1b[31m",pid=8,tid=9,fd=4),("a(b) c",pid=7,tid=7,fd=3)))"));
}

TEST(SsText, TimersAreWrittenInTheUnitsOfSs) {
  using Kind = sockets::Timer::Kind;
  const struct {
    sockets::Timer timer;
    std::string_view text;
  } rows[] = {
      {{Kind::kRetransmit, 1, 200}, "timer:(on,200ms,1)"},
      {{Kind::kRetransmit, 1, 7}, "timer:(on,007ms,1)"},
      {{Kind::kKeepalive, 0, 2345}, "timer:(keepalive,2.345ms,0)"},
      {{Kind::kKeepalive, 0, 9000}, "timer:(keepalive,9sec,0)"},
      {{Kind::kTimeWait, 0, 59'400}, "timer:(timewait,59sec,0)"},
      {{Kind::kPersist, 3, 64'500}, "timer:(persist,1min4sec,3)"},
      {{Kind::kKeepalive, 0, 7'199'000}, "timer:(keepalive,119min,0)"},
  };
  for (const auto& row : rows) {
    Socket socket = listener();
    socket.timer = row.timer;
    EXPECT_THAT(row_of(socket, {.timers = true}), testing::EndsWith(row.text));
  }
  EXPECT_THAT(row_of(listener(), {.timers = true}), testing::EndsWith("0.0.0.0:*"));
}

TEST(SsText, ExtendedIsWhoAndWhatASocketIs) {
  Socket socket = of_ipv6("[::1]:25");
  socket.uid = 1000;
  socket.mark = 0x10;
  socket.cgroup = 77;
  socket.v6_only = false;
  socket.shutdown = 2;
  const SocketNames names{.cgroup = [](std::uint64_t) { return "/user.slice"; }};
  EXPECT_THAT(row_of(socket, {.extended = true}, names),
              testing::EndsWith("uid:1000 ino:4711 sk:2a fwmark:0x10 cgroup:/user.slice v6only:0 <--"));
  socket.uid = 0;
  EXPECT_THAT(row_of(socket, {.extended = true}),
              testing::EndsWith(" ino:4711 sk:2a fwmark:0x10 cgroup:unreachable:4d v6only:0 <--"));
  EXPECT_THAT(row_of(socket, {.cgroup = true}, names), testing::EndsWith("*:* cgroup:/user.slice"));
}

TEST(SsText, WhatIsOverHasNoDirections) {
  Socket socket = listener();
  socket.state = State::kTimeWait;
  EXPECT_THAT(row_of(socket, {.extended = true}), testing::EndsWith("sk:2a"));
}

TEST(SsText, TypeOfServiceIsHexadecimal) {
  Socket socket = listener();
  socket.tos = 0x10;
  socket.traffic_class = 0;
  socket.class_id = 5;
  EXPECT_THAT(row_of(socket, {.type_of_service = true}), testing::EndsWith("tos:0x10 tclass:0 class_id:0x5"));
}

TEST(SsText, MemoryAndTheInsideOfTcpStandOnALineOfTheirOwn) {
  Socket socket = listener();
  socket.memory = sockets::MemoryUse{1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_THAT(row_of(socket, {.memory = true}),
              testing::EndsWith("0.0.0.0:*\n\t skmem:(r1,rb2,t3,tb4,f5,w6,o7,bl8,d9)"));
  EXPECT_THAT(row_of(socket, {.memory = true, .one_line = true}),
              testing::EndsWith("0.0.0.0:* skmem:(r1,rb2,t3,tb4,f5,w6,o7,bl8,d9)"));
}

std::string inside_of(const sockets::TcpInformation& information, SsTextOptions options = {}) {
  Socket socket = listener();
  socket.state = State::kEstablished;
  socket.tcp = std::make_shared<sockets::TcpInformation>(information);
  options.tcp = true;
  const std::string row = row_of(socket, options);
  return row.substr(row.find('\t') + 1);
}

TEST(SsText, TheInsideOfTcpIsThatOfSs) {
  sockets::TcpInformation tcp;
  tcp.congestion_control = "cubic";
  tcp.timestamps = tcp.window_scaling = true;
  tcp.send_window_scale = 7;
  tcp.receive_window_scale = 10;
  tcp.retransmission_timeout_us = 204'000;
  tcp.round_trip_us = 34;
  tcp.round_trip_variation_us = 17;
  tcp.send_segment_size = 1000;
  tcp.congestion_window = 10;
  tcp.send_slow_start_threshold = 0x7fffffff;
  tcp.reordering = 3;
  tcp.minimum_round_trip_us = 34;
  tcp.pacing_rate = 250'000'000;
  tcp.maximum_pacing_rate = ~std::uint64_t{0};
  tcp.busy_us = 8000;
  tcp.receive_window_limited_us = 2000;
  tcp.total_retransmitted = 2;
  EXPECT_EQ(
      inside_of(tcp),
      " cubic wscale:7,10 rto:204 rtt:0.034/0.017 mss:1000 cwnd:10 send 2.35Gbps pacing_rate 2Gbps busy:8ms "
      "rwnd_limited:2ms(25.0%) retrans:0/2 minrtt:0.034");
  EXPECT_THAT(inside_of(tcp, {.numeric = true}), HasSubstr("send 2352941176bps pacing_rate 2000000000bps"));
  EXPECT_THAT(inside_of(tcp, {.timers = true}), testing::StartsWith(" ts cubic"));
}

TEST(SsText, TheInsideOfMptcpIsThatOfSs) {
  Socket socket = listener();
  socket.protocol = Protocol::kMptcp;
  sockets::MptcpInformation inside;
  inside.maximum_subflows = 2;
  inside.remote_key_received = true;
  inside.token = 0xa1b2;
  inside.write_sequence = 0x10;
  socket.mptcp = std::make_shared<sockets::MptcpInformation>(inside);
  EXPECT_THAT(row_of(socket, {.tcp = true}),
              testing::EndsWith("\n\t subflows_max:2 remote_key token:a1b2 write_seq:10"));
}

TEST(SsText, WhatAnAlgorithmMeasuresStandsBehindTheCounts) {
  sockets::TcpInformation tcp;
  tcp.reordering = 3;
  tcp.bbr = sockets::BbrInformation{.bandwidth = 1250, .minimum_round_trip_us = 34, .pacing_gain = 256};
  EXPECT_EQ(inside_of(tcp), " bbr:(bw:10kbps,mrtt:0.034,pacing_gain:1)");
  tcp.bbr.reset();
  tcp.dctcp = sockets::DctcpInformation{};
  EXPECT_EQ(inside_of(tcp), " dctcp:fallback_mode");
}

}  // namespace
}  // namespace portreeve::report
