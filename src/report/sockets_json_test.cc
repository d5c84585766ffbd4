#include "report/sockets_json.h"

#include <limits>
#include <memory>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "sockets/mptcp_information.h"
#include "sockets/sctp_information.h"
#include "sockets/snapshot.h"
#include "sockets/tcp_information.h"

namespace portreeve::report {
namespace {

using core::Json;
using sockets::Protocol;
using sockets::Socket;

std::vector<Socket> one_of_each() {
  std::vector<Socket> sockets;
  Socket tcp;
  tcp.state = sockets::State::kListen;
  tcp.family = core::Family::kIpv6;
  tcp.local = core::Endpoint::parse("[fe80::1%eth0]:22").value();
  tcp.peer = core::Endpoint::parse("[::]:0").value();
  tcp.uid = 0;
  tcp.v6_only = true;
  tcp.network_namespace = "lab";
  sockets::Owner owner;
  owner.process.pid = 7;
  owner.process.name = "a \"b\"\n\xff";
  owner.descriptor = 3;
  tcp.owners.push_back(owner);
  sockets.push_back(tcp);
  const auto add = [&](Protocol protocol, auto detail) {
    Socket socket;
    socket.protocol = protocol;
    socket.detail = std::move(detail);
    sockets.push_back(std::move(socket));
  };
  add(Protocol::kUnix, sockets::UnixDetail{.path = "/run/x", .peer_inode = 0});
  add(Protocol::kUnix, sockets::UnixDetail{.path = std::string("\0a\0b", 4), .peer_inode = 0});
  add(Protocol::kUnix, sockets::UnixDetail{});
  add(Protocol::kPacket, sockets::PacketDetail{.ethernet_protocol = 3});
  add(Protocol::kNetlink, sockets::NetlinkDetail{.family = 16, .port = 812});
  add(Protocol::kVsock, sockets::VsockDetail{.cid = 0xffffffff, .port = 1024});
  return sockets;
}

std::string listing(const std::vector<Socket>& sockets) {
  std::string text = listing_json_begin();
  for (const Socket& socket : sockets)
    text += listing_json_socket(socket, &socket == &sockets.front());
  return text + listing_json_end({});
}

TEST(ListingJson, ReadsBackAsTheSameSockets) {
  const std::vector<Socket> sockets = one_of_each();
  const auto read = sockets::read_snapshot("a.json", listing(sockets));
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), sockets.size());
  for (std::size_t index = 1; index < sockets.size(); ++index) {
    EXPECT_TRUE(sockets::compare({sockets[index]}, {(*read)[index]}).is_empty()) << index;
  }
}

TEST(ListingJson, OfNoSocketsIsADocumentToo) {
  const auto json = core::parse_json("a.json", listing({}));
  ASSERT_TRUE(json);
  EXPECT_TRUE((*json)["sockets"].empty());
}

TEST(ListingJson, NamesWhatIsNoTextWithAReplacementCharacter) {
  const auto json = core::parse_json("a.json", listing(one_of_each()));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["sockets"][0]["owners"][0]["comm"], "a \"b\"\n\xef\xbf\xbd");
}

TEST(ListingJson, AnAbstractNameBeginsWithAnAtSign) {
  const auto json = core::parse_json("a.json", listing(one_of_each()));
  EXPECT_EQ((*json)["sockets"][1]["local"]["address"], "/run/x");
  EXPECT_EQ((*json)["sockets"][2]["local"]["address"], "@a@b");
  EXPECT_TRUE((*json)["sockets"][3]["local"]["address"].is_null());
}

Json first_of(const Socket& socket, const ListingContext& context = {}) {
  return core::parse_json("a.json", socket_json_text(socket, context)).value();
}

TEST(ListingJson, ASocketWithoutALabelIsOfTheNamespaceOfTheListing) {
  Socket socket;
  EXPECT_TRUE(first_of(socket)["netns"].is_null());
  EXPECT_EQ(first_of(socket, {.network_namespace = "net:[7]"})["netns"], "net:[7]");
  socket.network_namespace = "lab";
  EXPECT_EQ(first_of(socket, {.network_namespace = "net:[7]"})["netns"], "lab");
}

TEST(ListingJson, AControlGroupIsShownByItsPath) {
  Socket socket;
  socket.cgroup = 12;
  const auto path = [](std::uint64_t id) { return id == 12 ? std::string("/system.slice") : std::string(); };
  EXPECT_EQ(first_of(socket, {.cgroup = path})["cgroup"], "/system.slice");
  socket.cgroup = 13;
  EXPECT_TRUE(first_of(socket, {.cgroup = path})["cgroup"].is_null());
}

TEST(ListingJson, WhatASocketDoesNotHaveIsLeftOut) {
  const Json object = first_of(Socket{});
  EXPECT_TRUE(object["cookie"].is_null());
  EXPECT_TRUE(object["timer"].is_null());
  for (const char* const member :
       {"shutdown", "tos", "options", "memory", "tcp", "mptcp", "sctp", "unix", "packet"})
    EXPECT_FALSE(object.contains(member)) << member;
}

TEST(ListingJson, TellsWhatTheKernelTellsOfASocket) {
  Socket socket;
  socket.cookie = 4097;
  socket.mark = 5;
  socket.timer = {.kind = sockets::Timer::Kind::kKeepalive, .retransmissions = 1, .expires_ms = 3500};
  socket.shutdown = 2;
  socket.tos = 16;
  socket.options = sockets::SocketOptions{.receive_errors = true, .transparent = true};
  socket.memory = sockets::MemoryUse{.receive_limit = 131072, .drops = 4};
  sockets::TcpInformation tcp;
  tcp.congestion_control = "bbr";
  tcp.congestion_state = 4;
  tcp.round_trip_us = 250;
  tcp.pacing_rate = std::numeric_limits<std::uint64_t>::max();
  tcp.bbr = sockets::BbrInformation{.bandwidth = 125'000'000};
  socket.tcp = std::make_shared<const sockets::TcpInformation>(std::move(tcp));
  const Json object = first_of(socket);
  EXPECT_EQ(object["cookie"], 4097);
  EXPECT_EQ(object["mark"], 5);
  EXPECT_EQ(object["timer"], (Json{{"kind", "keepalive"}, {"expires_ms", 3500}, {"retransmissions", 1}}));
  EXPECT_EQ(object["shutdown"], Json::array({"send"}));
  EXPECT_EQ(object["tos"], 16);
  EXPECT_EQ(object["options"], Json::array({"IP_RECVERR", "IP_TRANSPARENT"}));
  EXPECT_EQ(object["memory"]["receive_limit"], 131072);
  EXPECT_EQ(object["memory"]["drops"], 4);
  EXPECT_EQ(object["tcp"]["congestion_control"], "bbr");
  EXPECT_EQ(object["tcp"]["bbr"]["bandwidth"], 125'000'000);
  EXPECT_FALSE(object["tcp"].contains("vegas"));
  EXPECT_EQ(object["tcp"]["congestion_state"], "loss");
  EXPECT_EQ(object["tcp"]["round_trip_us"], 250);
  EXPECT_TRUE(object["tcp"]["pacing_rate"].is_null());
}

TEST(ListingJson, TellsOfEveryAddressOfAnAssociation) {
  Socket socket;
  socket.protocol = Protocol::kSctp;
  socket.detail = sockets::SctpDetail{
      .is_association = true,
      .state = sockets::AssociationState::kEstablished,
      .locals = {core::Address::parse("192.0.2.1").value(), core::Address::parse("2001:db8::1").value()},
      .peers = {core::Address::parse("192.0.2.2").value()},
      .information =
          std::make_shared<const sockets::SctpInformation>(sockets::SctpInformation{.out_streams = 10}),
  };
  const Json object = first_of(socket);
  EXPECT_EQ(object["sctp"]["association"], "ESTABLISHED");
  EXPECT_EQ(object["sctp"]["locals"], Json::array({"192.0.2.1", "2001:db8::1"}));
  EXPECT_EQ(object["sctp"]["peers"], Json::array({"192.0.2.2"}));
  EXPECT_EQ(object["sctp"]["out_streams"], 10);
}

TEST(ListingJson, TellsWhatOnlyOneKindOfSocketHas) {
  Socket socket;
  socket.detail = sockets::UnixDetail{.path = "/run/x", .peer_inode = 9, .waiting = {{11, 12}}};
  EXPECT_EQ(first_of(socket)["unix"]["peer_inode"], 9);
  EXPECT_EQ(first_of(socket)["unix"]["waiting"], Json::array({11, 12}));
  socket.detail = sockets::NetlinkDetail{.family = 4, .groups = 3};
  EXPECT_EQ(first_of(socket)["netlink"]["family"], "tcpdiag");
  EXPECT_EQ(first_of(socket)["netlink"]["groups"], 3);
  socket.detail =
      sockets::PacketDetail{.ethernet_protocol = 3, .receive_ring = sockets::PacketRing{.block_count = 8}};
  EXPECT_EQ(first_of(socket)["packet"]["receive_ring"]["block_count"], 8);
  EXPECT_TRUE(first_of(socket)["packet"]["transmit_ring"].is_null());
}

TEST(DifferenceJson, HoldsBothSidesOfAChange) {
  Socket before = one_of_each()[0];
  Socket after = before;
  after.uid = 1000;
  const auto json = core::parse_json("a.json", difference_json(sockets::compare({before}, {after}), {}));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["changed"][0]["before"]["uid"], 0);
  EXPECT_EQ((*json)["changed"][0]["after"]["uid"], 1000);
  EXPECT_TRUE((*json)["appeared"].empty());
}

}  // namespace
}  // namespace portreeve::report
