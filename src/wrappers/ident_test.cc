#include "wrappers/ident.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

using namespace std::string_view_literals;

struct Reply {
  std::string_view line;
  std::optional<std::string> user = std::nullopt;
};
class IdentReplies : public ::testing::TestWithParam<Reply> {};

// The question was about the ports 40000 and 22.
TEST_P(IdentReplies, NameTheUserInOneFormAlone) {
  EXPECT_EQ(parse_ident_reply(GetParam().line, 40000, 22), GetParam().user) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(Good, IdentReplies,
                         ::testing::Values(Reply{"40000 , 22 : USERID : UNIX : bob\r\n", "bob"},
                                           Reply{"40000,22:USERID:UNIX:bob\r\n", "bob"},
                                           Reply{" 40000\t,  22 :\tUSERID :OTHER,US-ASCII: bob smith\r\n",
                                                 "bob"},
                                           Reply{"40000,22:USERID:UNIX:b:o;b$(x)\n", "b:o;b$(x)"},
                                           Reply{"40000, 22 : USERID : UNIX : bob", "bob"},
                                           Reply{"+40000,022:USERID: :bob\r\n", "bob"}));

INSTANTIATE_TEST_SUITE_P(
    Bad, IdentReplies,
    ::testing::Values(Reply{""}, Reply{"\r\n"}, Reply{"40000,22:ERROR:NO-USER\r\n"},
                      Reply{"40000,22:userid:UNIX:bob\r\n"}, Reply{"40001,22:USERID:UNIX:bob\r\n"},
                      Reply{"40000,23:USERID:UNIX:bob\r\n"}, Reply{"22,40000:USERID:UNIX:bob\r\n"},
                      Reply{"40000,22:USERID::bob\r\n"}, Reply{"40000,22:USERID:UNIX:\r\n"},
                      Reply{"40000,22:USERID:UNIX\r\n"}, Reply{"x,22:USERID:UNIX:bob\r\n"},
                      Reply{"105536,22:USERID:UNIX:bob\r\n"},  // 40000 + 2^16
                      Reply{"40000 22:USERID:UNIX:bob\r\n"}, Reply{"40000,22:USERID\0:UNIX:bob\r\n"sv}));

TEST(ParseIdentReply, AUserIsCutAt127Bytes) {
  const std::string line = "40000,22:USERID:UNIX:" + std::string(200, 'x') + "\r\n";
  EXPECT_EQ(parse_ident_reply(line, 40000, 22), std::string(127, 'x'));
}

TEST(ParseIdentReply, NothingBeyondTheLongestLineIsRead) {
  const std::string line = "40000,22:USERID:" + std::string(kLongestIdentReply, 'x') + ":bob\r\n";
  EXPECT_EQ(parse_ident_reply(line, 40000, 22), std::nullopt);
}

TEST(AskIdent, NobodyIsAskedWhereTheFamiliesDiffer) {
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  const auto& one = reinterpret_cast<const sockaddr&>(ipv4);
  const auto& other = reinterpret_cast<const sockaddr&>(ipv6);
  const auto& none = reinterpret_cast<const sockaddr&>(local);
  EXPECT_EQ(ask_ident(one, other, std::chrono::milliseconds(10)), std::nullopt);
  EXPECT_EQ(ask_ident(none, none, std::chrono::milliseconds(10)), std::nullopt);
}

}  // namespace
}  // namespace portreeve::wrappers
