#include "sockets/difference.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

Socket listener(std::string_view local, const std::string& program, int pid = 1) {
  Socket socket;
  socket.state = State::kListen;
  socket.local = core::Endpoint::parse(local).value();
  socket.uid = 0;
  Owner owner;
  owner.process.pid = pid;
  owner.process.name = program;
  owner.process.executable = "/usr/sbin/" + program;
  socket.owners.push_back(owner);
  return socket;
}

TEST(Compare, FindsNothingBetweenAListingAndItself) {
  const std::vector<Socket> listing{listener("0.0.0.0:22", "sshd"), listener("0.0.0.0:80", "nginx")};
  EXPECT_TRUE(compare(listing, listing).is_empty());
}

TEST(Compare, ARestartedServiceIsTheSame) {
  Socket after = listener("0.0.0.0:22", "sshd", 999);
  after.inode = 12345;
  after.cookie = 7;
  EXPECT_TRUE(compare({listener("0.0.0.0:22", "sshd")}, {after}).is_empty());
}

TEST(Compare, TellsWhatAppearedAndWhatWent) {
  const Difference difference = compare({listener("0.0.0.0:22", "sshd")}, {listener("127.0.0.1:22", "sshd")});
  ASSERT_EQ(difference.appeared.size(), 1u);
  EXPECT_EQ(difference.appeared[0].local.to_string(), "127.0.0.1:22");
  ASSERT_EQ(difference.went.size(), 1u);
  EXPECT_EQ(difference.went[0].local.to_string(), "0.0.0.0:22");
  EXPECT_TRUE(difference.changed.empty());
}

TEST(Compare, AnotherProgramOnTheSamePortIsAChange) {
  const Difference difference =
      compare({listener("0.0.0.0:22", "sshd")}, {listener("0.0.0.0:22", "backdoor")});
  ASSERT_EQ(difference.changed.size(), 1u);
  EXPECT_EQ(difference.changed[0].before.owners[0].process.name, "sshd");
  EXPECT_EQ(difference.changed[0].after.owners[0].process.name, "backdoor");
  EXPECT_TRUE(difference.appeared.empty() && difference.went.empty());
}

TEST(Compare, AnotherUserIsAChange) {
  Socket after = listener("0.0.0.0:22", "sshd");
  after.uid = 1000;
  EXPECT_EQ(compare({listener("0.0.0.0:22", "sshd")}, {after}).changed.size(), 1u);
}

TEST(Compare, SocketsThatShareAPortAreCounted) {
  const Socket one = listener("0.0.0.0:80", "nginx");
  EXPECT_EQ(compare({one, one}, {one, one, one}).appeared.size(), 1u);
  EXPECT_EQ(compare({one, one, one}, {one}).went.size(), 2u);
}

TEST(Compare, OfSocketsThatShareAPortOnlyTheOneThatChangedIsChanged) {
  const Difference difference = compare({listener("0.0.0.0:80", "a"), listener("0.0.0.0:80", "b")},
                                        {listener("0.0.0.0:80", "c"), listener("0.0.0.0:80", "a")});
  ASSERT_EQ(difference.changed.size(), 1u);
  EXPECT_EQ(difference.changed[0].before.owners[0].process.name, "b");
  EXPECT_EQ(difference.changed[0].after.owners[0].process.name, "c");
}

TEST(Compare, TheSamePortInAnotherNamespaceIsAnotherSocket) {
  Socket elsewhere = listener("0.0.0.0:22", "sshd");
  elsewhere.network_namespace = "lab";
  const Difference difference = compare({listener("0.0.0.0:22", "sshd")}, {elsewhere});
  EXPECT_EQ(difference.appeared.size(), 1u);
  EXPECT_EQ(difference.went.size(), 1u);
}

TEST(Compare, UnixSocketsAreToldApartByPath) {
  Socket one;
  one.protocol = Protocol::kUnix;
  one.detail = UnixDetail{.path = "/run/a", .peer_inode = 1};
  Socket other = one;
  other.detail = UnixDetail{.path = "/run/b", .peer_inode = 2};
  EXPECT_EQ(compare({one}, {other}).appeared.size(), 1u);
}

}  // namespace
}  // namespace portreeve::sockets
