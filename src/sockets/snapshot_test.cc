#include "sockets/snapshot.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

constexpr std::string_view kListing = R"({"schema_version": 1, "sockets": [
  {"protocol": "tcp", "family": "ipv6", "state": "LISTEN",
   "local": {"address": "fe80::1", "port": 22, "scope": "eth0"}, "peer": {"address": "::", "port": 0, "scope": null},
   "interface": null, "v6only": true, "recv_q": 0, "send_q": 128, "inode": 5, "uid": 0, "netns": null,
   "source": "sock_diag", "owners": [{"pid": 7, "comm": "sshd", "fd": 3, "exe": "/usr/sbin/sshd", "cgroup": null}]}],
  "unseen": []})";

std::string with(std::string_view old, std::string_view replacement) {
  std::string text(kListing);
  text.replace(text.find(old), old.size(), replacement);
  return text;
}

TEST(ReadSnapshot, ReadsWhatTellsASocketFromAnotherAndWhoHeldIt) {
  const auto sockets = read_snapshot("a.json", kListing);
  ASSERT_TRUE(sockets) << sockets.error().to_string();
  ASSERT_EQ(sockets->size(), 1u);
  const Socket& socket = sockets->front();
  EXPECT_EQ(socket.protocol, Protocol::kTcp);
  EXPECT_EQ(socket.state, State::kListen);
  EXPECT_EQ(socket.local.to_string(), "[fe80::1%eth0]:22");
  EXPECT_EQ(socket.v6_only, true);
  EXPECT_EQ(socket.uid, 0u);
  ASSERT_EQ(socket.owners.size(), 1u);
  EXPECT_EQ(socket.owners[0].process.executable, "/usr/sbin/sshd");
}

TEST(ReadSnapshot, NamesTheMemberThatIsWrong) {
  const struct {
    std::string_view old;
    std::string_view replacement;
    std::string_view message;
  } rows[] = {
      {"\"tcp\"", "\"ipx\"", "sockets[0].protocol is wrong"},
      {"\"LISTEN\"", "\"SLEEPING\"", "sockets[0].state is wrong"},
      {"\"port\": 22", "\"port\": 65536", "sockets[0].local.port is not between 0 and 65535"},
      {"fe80::1", "fe80::x", "sockets[0].local.address is wrong"},
      {"\"pid\": 7", "\"pid\": -7", "sockets[0].owners[0].pid is not between"},
      {"\"schema_version\": 1", "\"schema_version\": 99", "schema_version is not between 1 and 1"},
      {"\"sockets\"", "\"hosts\"", "sockets is missing"},
  };
  for (const auto& row : rows) {
    const auto sockets = read_snapshot("a.json", with(row.old, row.replacement));
    ASSERT_FALSE(sockets) << row.message;
    const std::string text = sockets.error().to_string();
    EXPECT_NE(text.find(row.message), std::string::npos) << text;
    EXPECT_NE(text.find("portreeve ports --json"), std::string::npos) << text;
  }
}

TEST(ReadSnapshot, RefusesWhatIsNotJson) {
  EXPECT_FALSE(read_snapshot("a.json", "Netid State"));
}

}  // namespace
}  // namespace portreeve::sockets
