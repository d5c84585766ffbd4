#include "wrappers/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/request_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;

TEST(NameOrAddress, IsTheNameOnceThatHasBeenLookedUp) {
  RequestForTests request;
  EXPECT_EQ(name_or_address(request, Side::kClient), "10.1.2.3");
  EXPECT_THAT(request.lookups, ElementsAre("client address"));
  (void)request.name(Side::kClient);
  EXPECT_EQ(name_or_address(request, Side::kClient), "host.example.com");
}

TEST(NameOrAddress, IsTheAddressWhereTheNameIsNotBelieved) {
  for (const char* const name : {"unknown", "Paranoid"}) {
    RequestForTests request;
    request.client.name = name;
    (void)request.name(Side::kClient);
    EXPECT_EQ(name_or_address(request, Side::kClient), "10.1.2.3");
  }
}

TEST(ClientText, ShowsTheUserOnceThatIsKnown) {
  RequestForTests request;
  request.user_name = "bob";
  EXPECT_EQ(client_text(request), "10.1.2.3");
  (void)request.user();
  EXPECT_EQ(client_text(request), "bob@10.1.2.3");
}

TEST(ClientText, ShowsNoUserThatIsUnknown) {
  RequestForTests request;
  (void)request.user();
  EXPECT_EQ(client_text(request), "10.1.2.3");
}

TEST(ServerText, ShowsTheHostWhereThatIsKnown) {
  RequestForTests request;
  EXPECT_EQ(server_text(request), "sshd@192.0.2.1");
  RequestForTests other;
  other.server = {};
  EXPECT_EQ(server_text(other), "sshd");
}

}  // namespace
}  // namespace portreeve::wrappers
