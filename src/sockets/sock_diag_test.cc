#include "sockets/sock_diag.h"

#include <linux/unix_diag.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::Family;

using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::done;
using for_tests::internet_socket;
using for_tests::listener;
using for_tests::message;
using for_tests::refusal;
using for_tests::ScriptedKernel;
using for_tests::socket_message;
using for_tests::operator+;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AskSockDiag : public ::testing::Test {
 protected:
  core::Status ask(Protocol protocol) {
    return ask_sock_diag(kernel_.transport(), protocol, Family::kIpv4, query_,
                         [this](Socket&& socket) { sockets_.push_back(std::move(socket)); });
  }

  std::vector<int> ports() const {
    std::vector<int> ports;
    for (const Socket& socket : sockets_)
      ports.push_back(socket.local.port);
    return ports;
  }

  // The family and, in the next byte, the protocol that the kernel was asked for.
  std::pair<int, int> asked_for() const {
    const Bytes& request = kernel_.requests().front();
    return {std::to_integer<int>(request[sizeof(::nlmsghdr)]),
            std::to_integer<int>(request[sizeof(::nlmsghdr) + 1])};
  }

  ScriptedKernel kernel_;
  Query query_;
  std::vector<Socket> sockets_;
};

TEST_F(AskSockDiag, PassesOnEachSocketAsItComes) {
  kernel_.answer({listener(22) + listener(80), listener(443) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  EXPECT_THAT(ports(), ElementsAre(22, 80, 443));
}

TEST_F(AskSockDiag, ASocketThatIsListedTwiceIsPassedOnOnce) {
  kernel_.answer({listener(22) + listener(80) + listener(22), listener(80) + listener(81) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  EXPECT_THAT(ports(), ElementsAre(22, 80, 81));
}

TEST_F(AskSockDiag, OfADumpThatIsMadeAgainOnlyTheNewOnesArePassedOn) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kListen, "192.0.2.1", 22);
  body.id.idiag_cookie[0] = 22;
  const Bytes marked = message(SOCK_DIAG_BY_FAMILY, bytes_of(body), NLM_F_MULTI | NLM_F_DUMP_INTR);
  kernel_.answer({marked + listener(80) + done()}).answer({listener(80) + listener(81) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  EXPECT_THAT(ports(), ElementsAre(22, 80, 81));
}

TEST_F(AskSockDiag, SocketsInOtherStatesAreLeftOutWhereTheKernelDoesNot) {
  query_.states = {State::kEstablished};
  ::inet_diag_msg connected = internet_socket(AF_INET, State::kEstablished, "192.0.2.1", 6);
  connected.id.idiag_cookie[0] = 1;
  kernel_.answer({listener(22) + socket_message(bytes_of(connected)) + done()});
  ASSERT_TRUE(ask(Protocol::kRaw));
  EXPECT_THAT(ports(), ElementsAre(6));
}

TEST_F(AskSockDiag, SocketsBeforeAnErrorWerePassedOn) {
  kernel_.answer({listener(22) + done(-ENOMEM)});
  const auto status = ask(Protocol::kTcp);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOMEM);
  EXPECT_THAT(ports(), ElementsAre(22));
}

TEST_F(AskSockDiag, ASocketThatCannotBeReadEndsIt) {
  kernel_.answer({listener(22) + socket_message(Bytes(71)) + listener(80) + done()});
  EXPECT_FALSE(ask(Protocol::kTcp));
  EXPECT_THAT(ports(), ElementsAre(22));
}

TEST_F(AskSockDiag, AProtocolThatTheKernelDoesNotHaveIsEnoent) {
  kernel_.answer({refusal(-ENOENT)});
  const auto status = ask(Protocol::kUdplite);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOENT);
}

TEST_F(AskSockDiag, PingSocketsAreNotAskedForAtAll) {
  const auto status = ask(Protocol::kIcmp);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOENT);
  EXPECT_EQ(kernel_.opened(), 0u);
}

TEST_F(AskSockDiag, FillsInTheNameOfTheDevice) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kListen, "192.0.2.1", 22);
  body.id.idiag_if = ::if_nametoindex("lo");
  ASSERT_NE(body.id.idiag_if, 0u);
  kernel_.answer({socket_message(bytes_of(body)) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  ASSERT_EQ(sockets_.size(), 1u);
  ASSERT_TRUE(sockets_.front().interface);
  EXPECT_EQ(sockets_.front().interface->name, "lo");
}

TEST_F(AskSockDiag, ADeviceThatIsGoneHasItsNumberForAName) {
  ::inet_diag_msg body = internet_socket(AF_INET, State::kListen, "192.0.2.1", 22);
  body.id.idiag_if = 4'000'000'000;
  kernel_.answer({socket_message(bytes_of(body)) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  ASSERT_EQ(sockets_.size(), 1u);
  EXPECT_EQ(sockets_.front().interface->name, "4000000000");
}

TEST_F(AskSockDiag, OfALinkLocalAddressTheDeviceIsTheZone) {
  ::inet_diag_msg body = internet_socket(AF_INET6, State::kListen, "fe80::1", 22);
  body.id.idiag_if = ::if_nametoindex("lo");
  kernel_.answer({socket_message(bytes_of(body)) + done()});
  ASSERT_TRUE(ask(Protocol::kTcp));
  ASSERT_EQ(sockets_.size(), 1u);
  EXPECT_EQ(sockets_.front().local.to_string(), "[fe80::1%lo]:22");
  EXPECT_FALSE(sockets_.front().interface);
}

TEST_F(AskSockDiag, EachKindOfSocketHasItsOwnRequest) {
  const struct {
    Protocol protocol;
    int family;
    int kernel_protocol;
  } rows[] = {
      {Protocol::kTcp, AF_INET, 6},          {Protocol::kMptcp, AF_INET, 254},
      {Protocol::kUdp, AF_INET, 17},         {Protocol::kUdplite, AF_INET, 136},
      {Protocol::kRaw, AF_INET, 255},        {Protocol::kSctp, AF_INET, 132},
      {Protocol::kUnix, AF_UNIX, 0},         {Protocol::kPacket, AF_PACKET, 0},
      {Protocol::kNetlink, AF_NETLINK, 255}, {Protocol::kVsock, AF_VSOCK, 0},
  };
  for (const auto& row : rows) {
    kernel_ = {};
    kernel_.answer({done()});
    ASSERT_TRUE(ask(row.protocol)) << to_string(row.protocol);
    EXPECT_EQ(asked_for(), std::pair(row.family, row.kernel_protocol)) << to_string(row.protocol);
  }
  EXPECT_THAT(sockets_, IsEmpty());
}

TEST_F(AskSockDiag, ReadsTheAnswerAsThatKindsMessages) {
  kernel_.answer({socket_message(bytes_of(::unix_diag_msg{.udiag_family = AF_UNIX,
                                                          .udiag_type = SOCK_STREAM,
                                                          .udiag_state = 10,
                                                          .pad = 0,
                                                          .udiag_ino = 9,
                                                          .udiag_cookie = {1, 0}})) +
                  done()});
  ASSERT_TRUE(ask(Protocol::kUnix));
  ASSERT_EQ(sockets_.size(), 1u);
  EXPECT_EQ(sockets_.front().protocol, Protocol::kUnix);
  EXPECT_EQ(sockets_.front().inode, 9u);
}

}  // namespace
}  // namespace portreeve::sockets
