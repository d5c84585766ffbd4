#include "sockets/inet_diag.h"

#include <netinet/in.h>

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"
#include "sockets/tcp_information.h"

namespace portreeve::sockets {
namespace {

using core::Family;

using for_tests::attribute;
using for_tests::attribute_of_length;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::bytes_of_text;
using for_tests::internet_socket;
using for_tests::operator+;

using ::testing::HasSubstr;

::inet_diag_req_v2 request_in(const Bytes& body) {
  ::inet_diag_req_v2 request{};
  EXPECT_GE(body.size(), sizeof request);
  std::memcpy(&request, body.data(), std::min(sizeof request, body.size()));
  return request;
}

TEST(InetDiagRequest, NamesFamilyProtocolAndStates) {
  const struct {
    Protocol protocol;
    Family family;
    int kernel_protocol;
    int kernel_family;
  } rows[] = {
      {Protocol::kTcp, Family::kIpv4, IPPROTO_TCP, AF_INET},
      {Protocol::kTcp, Family::kIpv6, IPPROTO_TCP, AF_INET6},
      {Protocol::kUdp, Family::kIpv4, IPPROTO_UDP, AF_INET},
      {Protocol::kUdplite, Family::kIpv6, IPPROTO_UDPLITE, AF_INET6},
      {Protocol::kRaw, Family::kIpv4, IPPROTO_RAW, AF_INET},
      {Protocol::kSctp, Family::kIpv4, IPPROTO_SCTP, AF_INET},
  };
  for (const auto& row : rows) {
    const Bytes body = inet_diag_request(row.protocol, row.family, 1u << 10, {});
    EXPECT_EQ(body.size(), sizeof(::inet_diag_req_v2));
    const auto request = request_in(body);
    EXPECT_EQ(request.sdiag_protocol, row.kernel_protocol);
    EXPECT_EQ(request.sdiag_family, row.kernel_family);
    EXPECT_EQ(request.idiag_states, 1u << 10);
    EXPECT_EQ(request.id.idiag_sport, 0);
  }
}

TEST(InetDiagRequest, MptcpsNumberGoesIntoAnAttribute) {
  const Bytes body = inet_diag_request(Protocol::kMptcp, Family::kIpv4, ~0u, {});
  EXPECT_EQ(Bytes(body.begin() + sizeof(::inet_diag_req_v2), body.end()),
            attribute(INET_DIAG_REQ_PROTOCOL, bytes_of(std::uint32_t{262})));
}

TEST(InetDiagRequest, OnAKernelThatDoesNotKnowTheAttributeMptcpIsNoOtherProtocol) {
  EXPECT_EQ(request_in(inet_diag_request(Protocol::kMptcp, Family::kIpv4, ~0u, {})).sdiag_protocol, 254);
}

TEST(InetDiagRequest, DetailsAreAskedForOnlyIfWanted) {
  const auto asks = [](const Details& details, unsigned extension) {
    const auto request = request_in(inet_diag_request(Protocol::kTcp, Family::kIpv4, ~0u, details));
    return (request.idiag_ext >> (extension - 1) & 1) != 0;
  };
  EXPECT_FALSE(asks({}, INET_DIAG_SKMEMINFO));
  EXPECT_FALSE(asks({}, INET_DIAG_INFO));
  EXPECT_FALSE(asks({}, INET_DIAG_TOS));
  EXPECT_FALSE(asks({}, INET_DIAG_TCLASS));
  EXPECT_TRUE(asks({.type_of_service = true}, INET_DIAG_TOS));
  EXPECT_TRUE(asks({.type_of_service = true}, INET_DIAG_TCLASS));
  EXPECT_TRUE(asks({.memory = true}, INET_DIAG_SKMEMINFO));
  EXPECT_FALSE(asks({.memory = true}, INET_DIAG_INFO));
  EXPECT_TRUE(asks({.tcp = true}, INET_DIAG_INFO));
  EXPECT_TRUE(asks({.tcp = true}, INET_DIAG_CONG));
  EXPECT_TRUE(asks({.tcp = true}, INET_DIAG_VEGASINFO));
  EXPECT_FALSE(asks({.tcp = true}, INET_DIAG_SKMEMINFO));
}

TEST(DecodeInetDiag, ReadsAnIpv4Connection) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kEstablished, "192.0.2.1", 22);
  body.id.idiag_dport = htons(40'000);
  ASSERT_EQ(::inet_pton(AF_INET, "198.51.100.7", body.id.idiag_dst), 1);
  body.id.idiag_cookie[0] = 5;
  body.id.idiag_cookie[1] = 1;
  body.idiag_rqueue = 11;
  body.idiag_wqueue = 12;
  body.idiag_uid = 1000;
  body.idiag_inode = 4'000'000'000;

  const auto socket = decode_inet_diag(bytes_of(body), Protocol::kTcp);
  ASSERT_TRUE(socket) << socket.error().to_string();
  EXPECT_EQ(socket->protocol, Protocol::kTcp);
  EXPECT_EQ(socket->type, SocketType::kStream);
  EXPECT_EQ(socket->family, Family::kIpv4);
  EXPECT_EQ(socket->state, State::kEstablished);
  EXPECT_EQ(socket->local.to_string(), "192.0.2.1:22");
  EXPECT_EQ(socket->peer.to_string(), "198.51.100.7:40000");
  EXPECT_EQ(socket->recv_q, 11u);
  EXPECT_EQ(socket->send_q, 12u);
  EXPECT_EQ(socket->uid, 1000u);
  EXPECT_EQ(socket->inode, 4'000'000'000u);
  EXPECT_EQ(socket->cookie, 0x1'0000'0005u);
  EXPECT_EQ(socket->timer.kind, Timer::Kind::kNone);
  EXPECT_FALSE(socket->interface);
  EXPECT_FALSE(socket->v6_only);
  EXPECT_FALSE(socket->tos);
  EXPECT_FALSE(socket->cgroup);
  EXPECT_FALSE(socket->options);
  EXPECT_FALSE(socket->memory);
  EXPECT_FALSE(socket->tcp);
  EXPECT_EQ(socket->source, Source::kSockDiag);
}

TEST(DecodeInetDiag, ReadsAnIpv6SocketOnADevice) {
  ::inet_diag_msg body = internet_socket(AF_INET6, State::kClose, "fe80::1", 546);
  body.id.idiag_if = 7;
  const auto socket = decode_inet_diag(bytes_of(body), Protocol::kUdp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->protocol, Protocol::kUdp);
  EXPECT_EQ(socket->type, SocketType::kDatagram);
  EXPECT_EQ(socket->family, Family::kIpv6);
  EXPECT_EQ(socket->local.to_string(), "[fe80::1]:546");
  ASSERT_TRUE(socket->interface);
  EXPECT_EQ(socket->interface->index, 7u);
}

TEST(DecodeInetDiag, ReadsTheTimer) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kSynSent, "192.0.2.1", 22);
  body.idiag_timer = 1;
  body.idiag_retrans = 3;
  body.idiag_expires = 1500;
  const auto socket = decode_inet_diag(bytes_of(body), Protocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->timer.kind, Timer::Kind::kRetransmit);
  EXPECT_EQ(socket->timer.retransmissions, 3u);
  EXPECT_EQ(socket->timer.expires_ms, 1500u);
}

TEST(DecodeInetDiag, ATimerThatIsNotKnownIsNone) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kSynSent, "192.0.2.1", 22);
  body.idiag_timer = 5;
  body.idiag_expires = 1500;
  const auto socket = decode_inet_diag(bytes_of(body), Protocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->timer.kind, Timer::Kind::kNone);
}

TEST(DecodeInetDiag, TakesV6OnlyFromItsAttributeWhereverItStands) {
  const auto body = internet_socket(AF_INET6, State::kListen, "::", 80);
  const struct {
    Bytes attributes;
    std::optional<bool> v6_only;
  } rows[] = {
      {{}, std::nullopt},
      {attribute(INET_DIAG_SKV6ONLY, 0), false},
      {attribute(INET_DIAG_SKV6ONLY, 1), true},
      {attribute(INET_DIAG_SKV6ONLY, Bytes()), std::nullopt},
      {attribute(INET_DIAG_SHUTDOWN, 3) + attribute(INET_DIAG_SKV6ONLY, 1), true},
      {attribute(INET_DIAG_SKV6ONLY, 1) + attribute(INET_DIAG_SHUTDOWN, 0), true},
      {attribute(INET_DIAG_SHUTDOWN, 1), std::nullopt},
  };
  for (const auto& row : rows) {
    const auto socket = decode_inet_diag(bytes_of(body) + row.attributes, Protocol::kTcp);
    ASSERT_TRUE(socket);
    EXPECT_EQ(socket->v6_only, row.v6_only);
  }
}

TEST(DecodeInetDiag, V6OnlyMeansNothingForIpv4) {
  const auto body = internet_socket(AF_INET, State::kListen, "0.0.0.0", 80);
  const auto socket = decode_inet_diag(bytes_of(body) + attribute(INET_DIAG_SKV6ONLY, 1), Protocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_FALSE(socket->v6_only);
}

TEST(DecodeInetDiag, ReadsWhatOtherAttributesSay) {
  const std::uint8_t options[] = {0x01 | 0x04 | 0x20, 0x01};  // recverr, freebind, transparent; no port
  const auto socket = decode_inet_diag(
      bytes_of(internet_socket(AF_INET6, State::kListen, "::", 80)) + attribute(INET_DIAG_SHUTDOWN, 2) +
          attribute(INET_DIAG_TOS, 0x10) + attribute(INET_DIAG_TCLASS, 0x20) +
          attribute(INET_DIAG_CLASS_ID, bytes_of(std::uint32_t{6})) +
          attribute(INET_DIAG_MARK, bytes_of(std::uint32_t{0xabcd})) +
          attribute(INET_DIAG_CGROUP_ID, bytes_of(std::uint64_t{0x1'0000'0007})) +
          attribute(INET_DIAG_SOCKOPT, bytes_of(options)) +
          attribute(INET_DIAG_SKMEMINFO, bytes_of(std::uint32_t{4096})) + attribute(99, 1),
      Protocol::kTcp);
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->shutdown, 2);
  EXPECT_EQ(socket->tos, 0x10);
  EXPECT_EQ(socket->traffic_class, 0x20);
  EXPECT_EQ(socket->class_id, 6u);
  EXPECT_EQ(socket->mark, 0xabcdu);
  EXPECT_EQ(socket->cgroup, 0x1'0000'0007u);
  ASSERT_TRUE(socket->options);
  EXPECT_TRUE(socket->options->receive_errors);
  EXPECT_FALSE(socket->options->is_connection_socket);
  EXPECT_TRUE(socket->options->free_bind);
  EXPECT_TRUE(socket->options->transparent);
  EXPECT_TRUE(socket->options->bind_address_no_port);
  EXPECT_FALSE(socket->options->defer_connect);
  ASSERT_TRUE(socket->memory);
  EXPECT_EQ(socket->memory->receive_allocated, 4096u);
}

TEST(DecodeInetDiag, OnlyATcpSocketHasTcpsInformation) {
  const Bytes body = bytes_of(internet_socket(AF_INET, State::kEstablished, "192.0.2.1", 80)) +
                     attribute(INET_DIAG_INFO, Bytes(8)) +
                     attribute(INET_DIAG_CONG, bytes_of_text(std::string_view("cubic\0", 6)));
  const auto tcp = decode_inet_diag(body, Protocol::kTcp);
  ASSERT_TRUE(tcp);
  ASSERT_TRUE(tcp->tcp);
  EXPECT_EQ(tcp->tcp->congestion_control, "cubic");
  const auto mptcp = decode_inet_diag(body, Protocol::kMptcp);
  ASSERT_TRUE(mptcp);
  EXPECT_FALSE(mptcp->tcp);
}

::inet_diag_msg kind(std::uint8_t family, std::uint8_t state) {
  ::inet_diag_msg body{};
  body.idiag_family = family;
  body.idiag_state = state;
  return body;
}

TEST(DecodeInetDiag, RefusesWhatIsDamaged) {
  const Bytes whole = bytes_of(internet_socket(AF_INET6, State::kListen, "::", 80));
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(whole, 71), "too short for a socket"},
      {"empty", {}, "too short for a socket"},
      {"attribute beyond the message", whole + attribute_of_length(INET_DIAG_SKV6ONLY, 5), "reaches beyond"},
      {"attribute shorter than its header", whole + attribute_of_length(INET_DIAG_SKV6ONLY, 3),
       "reaches beyond"},
      {"attribute of no length", whole + attribute_of_length(INET_DIAG_SKV6ONLY, 0), "reaches beyond"},
      {"family of no internet socket", bytes_of(kind(AF_UNIX, 1)), "unknown family"},
      {"state 0", bytes_of(kind(AF_INET, 0)), "unknown state"},
      {"state 14", bytes_of(kind(AF_INET, 14)), "unknown state"},
  };
  for (const auto& row : rows) {
    const auto socket = decode_inet_diag(row.body, Protocol::kTcp);
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
    EXPECT_EQ(socket.error().errno_value, 0) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
