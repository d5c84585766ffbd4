#include "cli/socket_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::cli {
namespace {

using core::Family;
using sockets::AddressFamily;
using sockets::Protocol;
using sockets::State;
using sockets::StateSet;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(SocketSelection, WithoutAKindEveryKindIsListedInTheOrderOfSs) {
  SocketSelection selection;
  selection.set_states(StateSet::all());
  selection.finish();
  EXPECT_THAT(selection.protocols(),
              ElementsAre(Protocol::kNetlink, Protocol::kPacket, Protocol::kUnix, Protocol::kRaw,
                          Protocol::kIcmp, Protocol::kUdp, Protocol::kUdplite, Protocol::kTcp,
                          Protocol::kSctp, Protocol::kVsock, Protocol::kMptcp));
  EXPECT_FALSE(selection.is_named());
}

TEST(SocketSelection, WithoutFlagsConnectedSocketsAreListedSoNoneOfNetlinkAndPacket) {
  SocketSelection selection;
  selection.finish();
  EXPECT_EQ(selection.states(), StateSet::in_use());
  EXPECT_THAT(selection.protocols(), Not(Contains(Protocol::kNetlink)));
  EXPECT_THAT(selection.protocols(), Not(Contains(Protocol::kPacket)));
  EXPECT_THAT(selection.protocols(), Contains(Protocol::kUnix));
}

TEST(SocketSelection, EachTableBringsItsStates) {
  SocketSelection udp;
  udp.add_table(SocketTable::kUdp);
  udp.finish();
  EXPECT_EQ(udp.states(), StateSet(State::kEstablished));
  EXPECT_FALSE(udp.has_several_tables());

  SocketSelection both;
  both.add_table(SocketTable::kUdp);
  both.add_table(SocketTable::kTcp);
  both.finish();
  EXPECT_EQ(both.states(), StateSet::in_use());
  EXPECT_TRUE(both.has_several_tables());

  SocketSelection packet;
  packet.add_family(AddressFamily::kLink);
  packet.finish();
  EXPECT_EQ(packet.states(), StateSet(State::kClose));
  EXPECT_THAT(packet.protocols(), ElementsAre(Protocol::kPacket));
}

TEST(SocketSelection, OfTheInternetFamiliesTheLastOneCounts) {
  SocketSelection selection;
  selection.add_family(AddressFamily::kInet);
  selection.add_family(AddressFamily::kInet6);
  selection.finish();
  EXPECT_THAT(selection.families(), ElementsAre(Family::kIpv6));
  EXPECT_THAT(selection.protocols(), Contains(Protocol::kTcp));
  EXPECT_THAT(selection.protocols(), Not(Contains(Protocol::kUnix)));
}

TEST(SocketSelection, AFamilyBesideATableIsListedAsWell) {
  SocketSelection selection;
  selection.add_table(SocketTable::kTcp);
  selection.add_family(AddressFamily::kUnix);
  selection.finish();
  EXPECT_THAT(selection.protocols(), ElementsAre(Protocol::kUnix, Protocol::kTcp));
  EXPECT_THAT(selection.families(), ElementsAre(Family::kIpv4, Family::kIpv6));
}

TEST(SocketSelection, AListOfKindsVoidsThoseBeforeItAndMayLeaveSomeOut) {
  SocketSelection selection;
  selection.add_table(SocketTable::kUdp);
  selection.begin_query();
  EXPECT_TRUE(selection.add_query("unix"));
  EXPECT_TRUE(selection.add_query("!unix_dgram"));
  EXPECT_TRUE(selection.add_query("tcp"));
  EXPECT_FALSE(selection.add_query("nothing"));
  selection.finish();
  EXPECT_THAT(selection.protocols(), ElementsAre(Protocol::kUnix, Protocol::kTcp));
  EXPECT_FALSE(selection.has_table(SocketTable::kUnixDatagram));
  EXPECT_EQ(selection.states(), StateSet::in_use());
}

TEST(SocketSelection, OfTypesTheChosenOnesAreListed) {
  SocketSelection selection;
  selection.begin_query();
  ASSERT_TRUE(selection.add_query("u_str"));
  selection.finish();
  sockets::Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.type = sockets::SocketType::kStream;
  EXPECT_TRUE(selection.has_type_of(socket));
  socket.type = sockets::SocketType::kDatagram;
  EXPECT_FALSE(selection.has_type_of(socket));
}

TEST(SocketSelection, StatesAreAddedUpAndExcluded) {
  SocketSelection selection;
  selection.add_table(SocketTable::kTcp);
  selection.set_states(StateSet::waiting());
  selection.include_states(StateSet(State::kEstablished));
  selection.include_states(StateSet(State::kTimeWait));
  selection.exclude_states(StateSet(State::kEstablished));
  selection.finish();
  EXPECT_EQ(selection.states(), StateSet(State::kTimeWait));

  SocketSelection without;
  without.exclude_states(StateSet(State::kListen));
  without.finish();
  EXPECT_EQ(without.states(), StateSet::all().without(StateSet(State::kListen)));
}

TEST(SocketSelection, AnAddressOfAFilterRestrictsTheFamily) {
  SocketSelection selection;
  selection.finish();
  selection.restrict_to(AddressFamily::kUnix);
  EXPECT_THAT(selection.protocols(), ElementsAre(Protocol::kUnix));
  selection.restrict_to(AddressFamily::kInet);
  EXPECT_THAT(selection.families(), ElementsAre(Family::kIpv4));
  EXPECT_THAT(selection.protocols(), Not(Contains(Protocol::kUnix)));
}

TEST(SocketSelection, WhatNoKernelIsAskedForIsEmpty) {
  SocketSelection selection;
  selection.add_table(SocketTable::kDccp);
  selection.add_family(AddressFamily::kTipc);
  selection.finish();
  EXPECT_THAT(selection.protocols(), IsEmpty());
}

}  // namespace
}  // namespace portreeve::cli
