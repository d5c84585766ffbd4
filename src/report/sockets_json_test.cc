#include "report/sockets_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "sockets/snapshot.h"

namespace portreeve::report {
namespace {

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
