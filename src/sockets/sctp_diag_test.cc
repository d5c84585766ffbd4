#include "sockets/sctp_diag.h"

#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"
#include "sockets/sctp_information.h"
#include "sockets/sock_diag.h"

namespace portreeve::sockets {
namespace {

using core::Family;

using for_tests::attribute;
using for_tests::attribute_of_length;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::internet_socket;
using for_tests::replace_sequence;
using for_tests::ScriptedKernel;
using for_tests::operator+;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

const SctpDetail& detail_of(const Socket& socket) {
  return std::get<SctpDetail>(socket.detail);
}

std::string join(const std::vector<core::Address>& addresses) {
  std::string text;
  for (const core::Address& address : addresses)
    text += (text.empty() ? "" : ",") + address.to_string();
  return text;
}

// "LISTEN 192.0.2.1:22 [192.0.2.1]", with the peers behind it for an association.
std::string describe(const Socket& socket) {
  const SctpDetail& detail = detail_of(socket);
  const std::string local = fmt::format("{} [{}]", socket.local.to_string(), join(detail.locals));
  if (!detail.is_association) return fmt::format("{} {}", to_string(socket.state), local);
  return fmt::format("{} {} {} [{}]", to_string(detail.state), local, socket.peer.to_string(),
                     join(detail.peers));
}

// One datagram a line, in hexadecimal, as tests/data/sockets/README.md says. Their sequence number is taken
// out, so that it becomes that of the request.
std::vector<Bytes> read_capture(const std::string& name) {
  std::ifstream file(std::string(PORTREEVE_TEST_DATA) + "/sockets/" + name);
  EXPECT_TRUE(file) << name;
  std::vector<Bytes> datagrams;
  for (std::string line; std::getline(file, line);) {
    Bytes datagram(line.size() / 2);
    for (std::size_t index = 0; index < datagram.size(); ++index) {
      std::uint8_t byte = 0;
      std::from_chars(line.data() + 2 * index, line.data() + 2 * index + 2, byte, 16);
      datagram[index] = std::byte{byte};
    }
    ::nlmsghdr header{};
    std::memcpy(&header, datagram.data(), sizeof header);
    replace_sequence(datagram, header.nlmsg_seq, 0);
    datagrams.push_back(std::move(datagram));
  }
  return datagrams;
}

class CapturedSctp : public ::testing::Test {
 protected:
  void read(const std::string& name, const Query& query = {}) {
    ScriptedKernel kernel;
    kernel.answer(read_capture(name));
    const auto status = ask_sock_diag(kernel.transport(), Protocol::kSctp, Family::kIpv4, query,
                                      [this](Socket&& socket) { sockets_.push_back(std::move(socket)); });
    EXPECT_TRUE(status) << status.error().to_string();
  }

  std::vector<std::string> descriptions() const {
    std::vector<std::string> texts;
    for (const Socket& socket : sockets_)
      texts.push_back(describe(socket));
    return texts;
  }

  const Socket& with_port(std::uint16_t port, bool is_association) const {
    for (const Socket& socket : sockets_) {
      if (socket.local.port == port && detail_of(socket).is_association == is_association) return socket;
    }
    ADD_FAILURE() << "no socket on port " << port;
    return sockets_.front();
  }

  std::vector<Socket> sockets_;
};

TEST_F(CapturedSctp, ListenersAreListedWithAllTheirAddresses) {
  read("sctp_listening_ipv4.hex");
  EXPECT_THAT(descriptions(),
              UnorderedElementsAre("LISTEN 127.0.0.1:2500 [127.0.0.1]", "LISTEN 0.0.0.0:250 [0.0.0.0]",
                                   "LISTEN 192.0.2.1:2600 [192.0.2.1,192.0.2.2]",
                                   "LISTEN 192.0.2.3:2601 [192.0.2.3]", "LISTEN 127.0.0.1:2700 [127.0.0.1]"));
}

TEST_F(CapturedSctp, AListenerOnEveryAddressStaysSoOnceItHasAssociations) {
  read("sctp_all_ipv4.hex");
  EXPECT_EQ(describe(with_port(250, false)), "LISTEN 0.0.0.0:250 [0.0.0.0]");
  EXPECT_THAT(descriptions(),
              IsSupersetOf({"ESTABLISHED 127.0.0.1:250 [127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3] "
                            "127.0.0.1:3001 [127.0.0.1]",
                            "ESTABLISHED 192.0.2.1:250 [192.0.2.1,192.0.2.2,192.0.2.3] 192.0.2.1:3002 "
                            "[192.0.2.1]"}));
}

TEST_F(CapturedSctp, EndpointsAndAssociationsAreAllThere) {
  read("sctp_all_ipv4.hex");
  EXPECT_EQ(sockets_.size(), 28u);
  const auto associations =
      std::ranges::count_if(sockets_, [](const Socket& socket) { return detail_of(socket).is_association; });
  EXPECT_EQ(associations, 14);
}

TEST_F(CapturedSctp, WithoutExtensionsAddressesAndStatesAreTheSame) {
  read("sctp_all_ipv4.hex");
  const auto with_extensions = descriptions();
  sockets_.clear();
  read("sctp_all_ipv4_plain.hex");
  EXPECT_EQ(descriptions(), with_extensions);
}

TEST_F(CapturedSctp, AnIpv4AssociationOfAnIpv6SocketHasItsOwnAddresses) {
  read("sctp_all_ipv6.hex");
  EXPECT_EQ(describe(with_port(2800, false)), "LISTEN [::]:2800 [::]");
  const Socket& association = with_port(2800, true);
  EXPECT_EQ(association.family, Family::kIpv6);
  EXPECT_EQ(association.local.to_string(), "127.0.0.1:2800");
  EXPECT_EQ(association.peer.to_string(), "127.0.0.1:3005");
  EXPECT_THAT(join(detail_of(association).locals), HasSubstr("127.0.0.1,::1,"));
}

TEST_F(CapturedSctp, AnAssociationHasTheInodeAndTheTypeOfItsEndpoint) {
  read("sctp_all_ipv4.hex");
  EXPECT_EQ(with_port(2500, true).inode, 10'006u);
  EXPECT_EQ(with_port(2500, true).cookie, with_port(2500, false).cookie);
  EXPECT_EQ(with_port(2500, true).type, SocketType::kSequencedPacket);
  EXPECT_EQ(with_port(3004, false).type, SocketType::kStream);
  EXPECT_EQ(with_port(3004, true).type, SocketType::kStream);
}

TEST_F(CapturedSctp, AnAcceptedOneToOneSocketHasItsPeer) {
  read("sctp_all_ipv4.hex");
  const auto accepted = std::ranges::find_if(sockets_, [](const Socket& socket) {
    return socket.local.port == 2700 && socket.state == State::kEstablished &&
           !detail_of(socket).is_association;
  });
  ASSERT_NE(accepted, sockets_.end());
  EXPECT_EQ(accepted->peer.to_string(), "127.0.0.1:3004");
}

TEST_F(CapturedSctp, QueuesAndDevicesAreThoseOfTheMessage) {
  read("sctp_all_ipv4.hex");
  EXPECT_EQ(with_port(2500, false).send_q, 5u);
  const Socket& unread = with_port(2500, true);
  EXPECT_EQ(unread.recv_q, 239u);
  ASSERT_TRUE(unread.interface);
  EXPECT_EQ(unread.interface->name, "lo");
  EXPECT_EQ(with_port(3008, true).send_q, 1024u);
}

TEST_F(CapturedSctp, StatesOfAssociationsHaveTheirCounterpartInTcp) {
  read("sctp_all_ipv4.hex");
  EXPECT_EQ(detail_of(with_port(3008, true)).state, AssociationState::kCookieWait);
  EXPECT_EQ(with_port(3008, true).state, State::kSynSent);
  EXPECT_EQ(with_port(2500, true).state, State::kEstablished);
  EXPECT_EQ(with_port(3008, false).state, State::kClose);
}

TEST_F(CapturedSctp, TheTimerIsThatOfRetransmission) {
  read("sctp_all_ipv4.hex");
  const Timer timer = with_port(3007, true).timer;
  EXPECT_EQ(timer.kind, Timer::Kind::kRetransmit);
  EXPECT_EQ(timer.retransmissions, 1);
  EXPECT_EQ(timer.expires_ms, 1576u);
  EXPECT_EQ(with_port(3007, false).timer.kind, Timer::Kind::kNone);
}

TEST_F(CapturedSctp, AnAssociationThatNoProcessHoldsIsStillThere) {
  read("sctp_orphan_ipv4.hex");
  const Socket& orphan = with_port(3007, true);
  EXPECT_EQ(orphan.inode, 0u);
  EXPECT_EQ(detail_of(orphan).state, AssociationState::kShutdownPending);
  EXPECT_EQ(orphan.state, State::kFinWait1);
}

TEST_F(CapturedSctp, OnlyWhatWasAskedForIsPassedOn) {
  Query query;
  query.states = {State::kSynSent};
  read("sctp_all_ipv4.hex", query);
  ASSERT_EQ(sockets_.size(), 1u);
  EXPECT_EQ(sockets_.front().local.port, 3008);
}

TEST_F(CapturedSctp, AnEndpointComesOnceBeforeItsAssociationsIfThatWasAskedFor) {
  Query query;
  query.states = {State::kEstablished};
  query.endpoints_of_associations = true;
  read("sctp_all_ipv4.hex", query);
  std::vector<bool> associations_at_250;
  for (const Socket& socket : sockets_) {
    EXPECT_NE(socket.local.port, 3008);  // whose association is in another state
    if (socket.local.port == 250) associations_at_250.push_back(detail_of(socket).is_association);
  }
  EXPECT_THAT(associations_at_250, testing::ElementsAre(false, true, true));
}

TEST_F(CapturedSctp, ItsInsideIsReadIfItWasAskedFor) {
  Query query;
  query.details = {.memory = true, .tcp = true};
  read("sctp_all_ipv4.hex", query);
  const auto& association = detail_of(with_port(2500, true)).information;
  ASSERT_TRUE(association);
  EXPECT_EQ(association->tag, 0x3827'f88eu);
  EXPECT_EQ(association->receive_window, 106'489u);
  EXPECT_EQ(association->in_streams, 10);
  EXPECT_EQ(association->maximum_burst, 4u);
  EXPECT_EQ(association->maximum_segment_size, 65'484u);
  EXPECT_EQ(association->peer_receive_window, 106'496u);
  EXPECT_EQ(association->peer_tag, 0xac60'ca31u);
  EXPECT_EQ(association->peer_capable, 98);
  EXPECT_EQ(association->peer_sack, 2);
  const auto& endpoint = detail_of(with_port(2500, false)).information;
  ASSERT_TRUE(endpoint);
  EXPECT_TRUE(endpoint->mapped_ipv4);
  EXPECT_EQ(endpoint->tag, 0u);
  ASSERT_TRUE(with_port(2500, false).memory);
  EXPECT_EQ(with_port(2500, false).memory->forward_allocated, 3857u);
}

TEST_F(CapturedSctp, ItsInsideIsLeftOutIfItWasNotAskedFor) {
  read("sctp_all_ipv4.hex");
  EXPECT_FALSE(detail_of(with_port(2500, true)).information);
}

TEST(SctpDiagRequest, ListsEverythingUnlessListenersAloneAreWanted) {
  const std::uint32_t listening = 1u << static_cast<unsigned>(State::kListen);
  const std::uint32_t closed = 1u << static_cast<unsigned>(State::kClose);
  const std::uint32_t established = 1u << static_cast<unsigned>(State::kEstablished);
  const struct {
    std::uint32_t wanted;
    std::uint32_t asked;
  } rows[] = {{listening, listening}, {listening | closed, listening | closed}, {closed, ~0u},
              {established, ~0u},     {established | listening, ~0u},           {~0u, ~0u}};
  for (const auto& row : rows) {
    const Bytes body = sctp_diag_request(Family::kIpv4, row.wanted, {});
    ::inet_diag_req_v2 request{};
    ASSERT_EQ(body.size(), sizeof request);
    std::memcpy(&request, body.data(), sizeof request);
    EXPECT_EQ(request.idiag_states, row.asked) << row.wanted;
    EXPECT_EQ(request.sdiag_protocol, IPPROTO_SCTP);
  }
}

// An address in its 128 bytes, with rubbish behind it.
Bytes storage(const ::sockaddr_in6& address) {
  Bytes bytes = bytes_of(address);
  bytes.resize(128, std::byte{0xab});
  return bytes;
}

TEST(DecodeSctpDiag, ALinkLocalAddressHasTheNumberOfItsDeviceAsZone) {
  ::sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_scope_id = 7;
  ASSERT_EQ(::inet_pton(AF_INET6, "fe80::1", &address.sin6_addr), 1);
  SctpEndpoint endpoint;
  const auto socket = decode_sctp_diag(bytes_of(internet_socket(AF_INET6, State::kListen, "fe80::1", 250)) +
                                           attribute(INET_DIAG_LOCALS, storage(address)),
                                       {}, endpoint);
  ASSERT_TRUE(socket);
  EXPECT_EQ(join(detail_of(*socket).locals), "fe80::1%7");
  EXPECT_EQ(socket->local.to_string(), "[fe80::1%7]:250");
}

TEST(DecodeSctpDiag, WithoutARowTheAddressesAreThoseOfTheMessage) {
  SctpEndpoint endpoint;
  const auto socket = decode_sctp_diag(bytes_of(internet_socket(AF_INET, State::kListen, "192.0.2.1", 250)) +
                                           attribute(INET_DIAG_LOCALS, Bytes(128) + Bytes(127)),
                                       {}, endpoint);
  ASSERT_TRUE(socket);
  EXPECT_THAT(detail_of(*socket).locals, IsEmpty());
  EXPECT_EQ(socket->local.to_string(), "192.0.2.1:250");
}

TEST(DecodeSctpDiag, RefusesWhatIsDamaged) {
  ::inet_diag_msg endpoint_message = internet_socket(AF_INET, State::kListen, "192.0.2.1", 250);
  const Bytes whole = bytes_of(endpoint_message);
  endpoint_message.idiag_state = 14;
  const Bytes unknown_state = bytes_of(endpoint_message);
  endpoint_message.idiag_state = 0;
  const Bytes no_state = bytes_of(endpoint_message);
  endpoint_message.idiag_state = 8;
  const struct {
    const char* name;
    Bytes body;
    const char* reason;
  } rows[] = {
      {"too short", for_tests::first(whole, 71), "too short"},
      {"attribute beyond the message", whole + attribute_of_length(INET_DIAG_LOCALS, 200), "reaches beyond"},
      {"an endpoint's state", unknown_state, "unknown state"},
      {"an endpoint without a state", no_state, "unknown state"},
      {"an association's state", bytes_of(endpoint_message) + attribute(INET_DIAG_PEERS, Bytes(128)),
       "unknown state"},
  };
  for (const auto& row : rows) {
    SctpEndpoint endpoint;
    const auto socket = decode_sctp_diag(row.body, {}, endpoint);
    ASSERT_FALSE(socket) << row.name;
    EXPECT_THAT(socket.error().to_string(), HasSubstr(row.reason)) << row.name;
  }
}

}  // namespace
}  // namespace portreeve::sockets
