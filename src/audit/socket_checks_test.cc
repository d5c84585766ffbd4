#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/judge.h"
#include "audit/observations_for_tests.h"

namespace portreeve::audit {
namespace {

using core::ExecutableState;
using sockets::Protocol;
using sockets::Socket;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The findings of one check on a hardened host with these sockets.
std::vector<Finding> findings(std::string_view id, std::vector<Socket> sockets) {
  Observations host = hardened_host();
  host.sockets.value.sockets = std::move(sockets);
  std::vector<Finding> found = judge(host).findings;
  std::erase_if(found, [&](const Finding& finding) { return finding.id != id; });
  return found;
}

Socket listener_from(ExecutableState state) {
  Socket socket = waiting_socket(core::Transport::kTcp, "192.0.2.1:22", "sshd");
  socket.owners[0].process.executable = "/usr/sbin/sshd";
  socket.owners[0].process.executable_state = state;
  return socket;
}

Socket raw_socket(Protocol protocol, std::string_view executable) {
  Socket socket = waiting_socket(core::Transport::kRaw, "0.0.0.0:1", "holder");
  socket.protocol = protocol;
  socket.state = sockets::State::kClose;
  socket.inode = 5;
  socket.owners[0].process.executable = executable;
  if (protocol == Protocol::kPacket) {
    socket.detail = sockets::PacketDetail{.ethernet_protocol = 3};
    socket.interface = core::Interface{2, "eth0"};
  }
  return socket;
}

TEST(DeletedExecutable, IsFoundOnAListener) {
  const auto found = findings("ports.deleted_executable", {listener_from(ExecutableState::kDeleted)});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::kHigh);
  EXPECT_THAT(found[0].seen, HasSubstr("/usr/sbin/sshd, has been deleted"));
}

TEST(DeletedExecutable, AReplacedOneWantsARestartAndIsLessSerious) {
  const auto found = findings("ports.deleted_executable", {listener_from(ExecutableState::kReplaced)});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::kLow);
}

TEST(DeletedExecutable, OneThatIsThereOrWasNotSeenIsNotFound) {
  EXPECT_THAT(findings("ports.deleted_executable", {listener_from(ExecutableState::kPresent)}), IsEmpty());
  EXPECT_THAT(findings("ports.deleted_executable", {listener_from(ExecutableState::kUnknown)}), IsEmpty());
}

std::vector<Finding> findings_beside(std::vector<Socket> sockets) {
  Observations host = hardened_host();
  for (Socket& socket : sockets)
    socket.network_namespace = "web";
  host.attached_sockets.value.sockets = std::move(sockets);
  return judge(host).findings;
}

TEST(NamespaceListener, IsFoundWithItsNamespaceAndItsOwner) {
  const auto found = findings_beside({waiting_socket(core::Transport::kTcp, "0.0.0.0:80", "nginx"),
                                      waiting_socket(core::Transport::kTcp, "[::]:80", "nginx")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "ports.namespace_listener");
  EXPECT_THAT(found[0].subjects, ::testing::ElementsAre("tcp 0.0.0.0:80 in web", "tcp [::]:80 in web"));
  EXPECT_THAT(found[0].seen, HasSubstr("nginx"));
}

TEST(NamespaceListener, ThatManyProcessesShareIsNamedOnce) {
  const Socket socket = waiting_socket(core::Transport::kTcp, "0.0.0.0:80", "nginx");
  const auto found = findings_beside({socket, socket});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].subjects, ::testing::ElementsAre("tcp 0.0.0.0:80 in web"));
}

TEST(NamespaceListener, OnLoopbackIsNotFound) {
  EXPECT_THAT(findings_beside({waiting_socket(core::Transport::kTcp, "127.0.0.1:80", "nginx"),
                               waiting_socket(core::Transport::kUdp, "[::1]:53", "named")}),
              IsEmpty());
}

TEST(RawSocket, IsFoundWhereItsHolderIsNotExpectedToHaveOne) {
  const auto found = findings("ports.raw_socket", {raw_socket(Protocol::kRaw, "/usr/bin/python3.11")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].subjects, ::testing::ElementsAre("raw 0.0.0.0 protocol 1"));
}

TEST(RawSocket, APacketSocketIsOneToo) {
  const auto found = findings("ports.raw_socket", {raw_socket(Protocol::kPacket, "/tmp/x")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].subjects, ::testing::ElementsAre("packet every protocol on eth0"));
}

TEST(RawSocket, OfAnInstalledProgramThatNeedsOneIsNotFound) {
  EXPECT_THAT(findings("ports.raw_socket", {raw_socket(Protocol::kPacket, "/usr/sbin/dhclient")}), IsEmpty());
}

TEST(RawSocket, AProgramIsNotKnownByItsNameAlone) {
  EXPECT_EQ(findings("ports.raw_socket", {raw_socket(Protocol::kPacket, "/tmp/dhclient")}).size(), 1u);
}

TEST(RawSocket, WithoutAVisibleOwnerIsFound) {
  Socket socket = raw_socket(Protocol::kPacket, "/usr/sbin/dhclient");
  socket.owners.clear();
  EXPECT_EQ(findings("ports.raw_socket", {socket}).size(), 1u);
}

TEST(SctpListener, IsFound) {
  Socket socket = waiting_socket(core::Transport::kSctp, "192.0.2.1:2500", "sctp_darn");
  const auto found = findings("ports.sctp_listener", {socket});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].subjects, ::testing::ElementsAre("sctp 192.0.2.1:2500"));
}

}  // namespace
}  // namespace portreeve::audit
