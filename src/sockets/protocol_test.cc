#include "sockets/protocol.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

TEST(Protocol, EachHasANameThatReadsBack) {
  for (int index = 0; index <= static_cast<int>(kLastProtocol); ++index) {
    const auto protocol = static_cast<Protocol>(index);
    EXPECT_EQ(parse_protocol(to_string(protocol)).value(), protocol);
  }
}

TEST(Protocol, OtherNamesAreRefusedWithAListOfThoseThatThereAre) {
  const auto parsed = parse_protocol("ipx");
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().to_string().find("netlink"), std::string::npos);
}

TEST(Protocol, SocketsThatStayOnTheHostHaveNoTransport) {
  EXPECT_FALSE(transport_of(Protocol::kUnix));
  EXPECT_FALSE(is_internet(Protocol::kUnix));
  EXPECT_EQ(transport_of(Protocol::kUdplite), core::Transport::kUdplite);
}

TEST(Protocol, APeerSpeaksTcpWithAnMptcpListener) {
  EXPECT_EQ(transport_of(Protocol::kMptcp), core::Transport::kTcp);
}

}  // namespace
}  // namespace portreeve::sockets
