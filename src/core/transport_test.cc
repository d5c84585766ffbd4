#include "core/transport.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

TEST(Transport, EveryNameIsReadBack) {
  for (const Transport transport : {Transport::kIcmp, Transport::kTcp, Transport::kUdp, Transport::kIcmpv6,
                                    Transport::kSctp, Transport::kUdplite, Transport::kRaw}) {
    EXPECT_EQ(*parse_transport(to_string(transport)), transport);
  }
}

TEST(Transport, AnUnknownNameIsAnErrorThatListsTheKnown) {
  for (const std::string_view text : {"", "TCP", "dccp"}) {
    const auto transport = parse_transport(text);
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().reason, "not one of icmp, tcp, udp, icmpv6, sctp, udplite, raw");
  }
}

}  // namespace
}  // namespace portreeve::core
