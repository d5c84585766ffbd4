#include "wrappers/host_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/request.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What needs a name service is in tests/system/test_wrappers_tables.py, which brings its own.

class AnAddressInItsUsualForm : public ::testing::TestWithParam<const char*> {};

TEST_P(AnAddressInItsUsualForm, StandsForItselfAndHasNoName) {
  const AskedHost client = find_client(GetParam());
  ASSERT_THAT(client.endpoints, SizeIs(1));
  EXPECT_EQ(client.endpoints[0].end.address, GetParam());
  EXPECT_EQ(client.endpoints[0].end.name, "");
  EXPECT_EQ(client.endpoints[0].fault, "");
  EXPECT_THAT(client.remarks, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(HostLookup, AnAddressInItsUsualForm,
                         ::testing::Values("192.0.2.7", "0300.0.2.7", "2001:db8::7", "2001:DB8:0::7",
                                           "::ffff:192.0.2.7", "fe80::1%lo"));

class AWordForAState : public ::testing::TestWithParam<const char*> {};

TEST_P(AWordForAState, IsANameWithoutAnAddressOnEitherSide) {
  for (const AskedHost& host : {find_client(GetParam()), find_server(GetParam())}) {
    ASSERT_THAT(host.endpoints, SizeIs(1));
    EXPECT_EQ(host.endpoints[0].end.address, "");
    EXPECT_EQ(host.endpoints[0].end.name, GetParam());
    EXPECT_THAT(host.remarks, IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(HostLookup, AWordForAState,
                         ::testing::Values("unknown", "UNKNOWN", "paranoid", "Paranoid"));

TEST(HostLookup, WhatIsNoHostIsSaidToBeNone) {
  for (const AskedHost& host : {find_client(""), find_client("[2001:db8::7]"), find_server("192.0.2.0/24")}) {
    EXPECT_THAT(host.endpoints, IsEmpty());
    EXPECT_THAT(host.remarks, SizeIs(1));
  }
  EXPECT_THAT(find_server("[::1]").remarks, ElementsAre("[::1]: host not found"));
}

TEST(HostLookup, AFaultyNameIsTold) {
  EXPECT_EQ((NamedAddress{"192.0.2.7", {"friend.example", ""}}).fault(), "");
  EXPECT_EQ((NamedAddress{"192.0.2.7", {std::string(kUnknown), ""}}).fault(),
            "host address 192.0.2.7->name lookup failed");
  EXPECT_EQ((NamedAddress{"192.0.2.7", {std::string(kParanoid), "a != b"}}).fault(), "a != b");
}

TEST(HostLookup, AnAliasIsToldWithTheOfficialName) {
  EXPECT_THAT(alias_texts("gate", "gate.example"),
              ElementsAre("gate: hostname alias", "(official name: gate.example)"));
}

}  // namespace
}  // namespace portreeve::wrappers
