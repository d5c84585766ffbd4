#include "sockets/netlink_dump.h"

#include <cerrno>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::bytes_of_text;
using for_tests::done;
using for_tests::first;
using for_tests::message;
using for_tests::refusal;
using for_tests::ScriptedKernel;
using for_tests::socket_message;
using for_tests::with_length;
using for_tests::operator+;

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Bodies are single letters, which a visitor strings together.
Bytes letter(std::string_view text, std::uint16_t flags = NLM_F_MULTI) {
  return message(SOCK_DIAG_BY_FAMILY, bytes_of_text(text), flags);
}

class NetlinkDump : public ::testing::Test {
 protected:
  core::Status dump() {
    return dump_over_netlink(kernel_.transport(), bytes_of_text("body"),
                             [this](std::span<const std::byte> body) -> core::Status {
                               for (const std::byte byte : body)
                                 seen_ += static_cast<char>(byte);
                               return {};
                             });
  }

  ScriptedKernel kernel_;
  std::string seen_;
};

TEST_F(NetlinkDump, AsksForADumpWithTheBody) {
  kernel_.answer({done()});
  ASSERT_TRUE(dump());
  ASSERT_EQ(kernel_.requests().size(), 1u);
  const Bytes& request = kernel_.requests().front();
  ::nlmsghdr header{};
  ASSERT_EQ(request.size(), sizeof header + 4);
  std::memcpy(&header, request.data(), sizeof header);
  EXPECT_EQ(header.nlmsg_len, request.size());
  EXPECT_EQ(header.nlmsg_type, SOCK_DIAG_BY_FAMILY);
  EXPECT_EQ(header.nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
  EXPECT_EQ(Bytes(request.begin() + sizeof header, request.end()), bytes_of_text("body"));
}

TEST_F(NetlinkDump, PassesOnTheMessagesOfAllDatagramsUpToTheEnd) {
  kernel_.answer({letter("a") + letter("b"), letter("c") + done() + letter("d"), letter("e")});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "abc");
  EXPECT_EQ(kernel_.opened(), 1u);
}

TEST_F(NetlinkDump, TheEndMayLackAnOutcome) {
  kernel_.answer({message(NLMSG_DONE, {})});
  EXPECT_TRUE(dump());
}

TEST_F(NetlinkDump, NothingIsReadBehindTheEnd) {
  kernel_.answer({done() + Bytes(5, std::byte{0xff})});
  EXPECT_TRUE(dump());
}

TEST_F(NetlinkDump, TheEndMayCarryAnErrorAfterMessages) {
  kernel_.answer({letter("a") + done(-ENOENT)});
  const auto status = dump();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOENT);
  EXPECT_EQ(seen_, "a");
}

TEST_F(NetlinkDump, ARefusalHasTheKernelsErrnoAndIsFinal) {
  for (const int error : {EPERM, ENOENT, EOPNOTSUPP, EINVAL}) {
    ScriptedKernel kernel;
    kernel.answer({refusal(-error)}).answer({done()});
    const auto status = dump_over_netlink(kernel.transport(), {}, [](auto) { return core::Status(); });
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().errno_value, error);
    EXPECT_EQ(kernel.opened(), 1u);
  }
}

TEST_F(NetlinkDump, ARefusalWithoutAnErrorIsAnAcknowledgement) {
  kernel_.answer({refusal(0) + letter("a") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "a");
}

TEST_F(NetlinkDump, ARefusalWithANumberThatIsNoErrnoIsRefusedItself) {
  for (const int outcome : {1, std::numeric_limits<int>::max(), std::numeric_limits<int>::min(), -4096}) {
    ScriptedKernel kernel;
    kernel.answer({refusal(outcome)});
    const auto status = dump_over_netlink(kernel.transport(), {}, [](auto) { return core::Status(); });
    ASSERT_FALSE(status) << outcome;
    EXPECT_EQ(status.error().errno_value, 0) << outcome;
  }
}

TEST_F(NetlinkDump, OtherKindsOfMessagesAreLeftOut) {
  kernel_.answer({message(NLMSG_NOOP, Bytes(3)) + letter("a") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "a");
}

TEST_F(NetlinkDump, AnInterruptedDumpIsAskedForAgain) {
  kernel_.answer({letter("a", NLM_F_MULTI | NLM_F_DUMP_INTR) + letter("b") + done()})
      .answer({letter("a") + letter("c") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "abac");
  EXPECT_EQ(kernel_.opened(), 2u);
}

TEST_F(NetlinkDump, AnInterruptionMarkedAtTheEndAloneCounts) {
  const Bytes end = message(NLMSG_DONE, bytes_of(0), NLM_F_MULTI | NLM_F_DUMP_INTR);
  kernel_.answer({letter("a") + end}).answer({letter("a") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(kernel_.opened(), 2u);
}

TEST_F(NetlinkDump, ADumpThatIsAlwaysInterruptedIsAnErrorInTheEnd) {
  const Bytes interrupted = letter("a", NLM_F_MULTI | NLM_F_DUMP_INTR) + done();
  kernel_.answer({interrupted}).answer({interrupted}).answer({interrupted}).answer({done()});
  const auto status = dump();
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().to_string(), HasSubstr("came and went"));
  EXPECT_EQ(kernel_.opened(), 3u);
  EXPECT_EQ(seen_, "aaa");
}

TEST_F(NetlinkDump, AnOverrunIsAskedForAgain) {
  kernel_.attempt({{.datagram = letter("a")}, {.error = ENOBUFS}})
      .answer({letter("a") + message(NLMSG_OVERRUN, {})})
      .answer({letter("a") + letter("b") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "aaab");
}

TEST_F(NetlinkDump, ADumpThatAlwaysOverrunsIsAnErrorInTheEnd) {
  for (int attempt = 0; attempt < 4; ++attempt)
    kernel_.attempt({{.error = ENOBUFS}});
  const auto status = dump();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, ENOBUFS);
  EXPECT_EQ(kernel_.opened(), 3u);
}

TEST_F(NetlinkDump, AnyOtherFailureToReceiveIsFinal) {
  kernel_.attempt({{.datagram = letter("a")}, {.error = EAGAIN}}).answer({done()});
  const auto status = dump();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().errno_value, EAGAIN);
  EXPECT_EQ(kernel_.opened(), 1u);
}

TEST_F(NetlinkDump, DatagramsOfOthersArePassedOver) {
  kernel_.attempt({{.datagram = letter("x") + done(), .sender = 4711},
                   {.datagram = letter("a") + done()},
                   {.datagram = letter("y"), .sender = 1}});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "a");
}

TEST_F(NetlinkDump, SomebodyWhoKeepsSendingCannotHoldItUp) {
  kernel_.attempt(std::vector<ScriptedKernel::Step>(2000, {.datagram = letter("x"), .sender = 4711}));
  const auto status = dump();
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().to_string(), HasSubstr("others keep answering"));
  EXPECT_THAT(seen_, IsEmpty());
}

TEST_F(NetlinkDump, MessagesOfAnotherRequestArePassedOver) {
  Bytes other = letter("x");
  const std::uint32_t sequence = 99;
  std::memcpy(other.data() + offsetof(::nlmsghdr, nlmsg_seq), &sequence, sizeof sequence);
  kernel_.answer({other + letter("a") + done()});
  EXPECT_TRUE(dump());
  EXPECT_EQ(seen_, "a");
}

TEST_F(NetlinkDump, AnErrorOfTheVisitorEndsIt) {
  kernel_.answer({letter("a") + letter("b") + letter("c") + done()});
  const auto status =
      dump_over_netlink(kernel_.transport(), {}, [&](std::span<const std::byte> body) -> core::Status {
        seen_ += static_cast<char>(body.front());
        if (seen_ == "ab") return core::failure(core::make_error("read", "b", "it is b"));
        return {};
      });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "it is b");
  EXPECT_EQ(seen_, "ab");
}

TEST_F(NetlinkDump, ATransportThatCannotBeOpenedIsAnError) {
  EXPECT_FALSE(dump());
}

// What is wrong with a datagram, the datagram, and a part of the message that says so. Each comes behind one
// good message, which was passed on.
struct Damaged {
  const char* name;
  Bytes datagram;
  const char* reason;
};

class DamagedNetlinkDump : public ::testing::TestWithParam<Damaged> {};

std::vector<Damaged> damaged_datagrams() {
  const Bytes whole = socket_message(Bytes(72));
  return {
      {"header cut off", first(whole, 15), "shorter than its header"},
      {"body cut off", first(whole, 60), "of 88 bytes was cut off at 60"},
      {"length below the header's", with_length(whole, 15), "of 15 bytes"},
      {"length of nothing", with_length(whole, 0), "of 0 bytes"},
      {"huge length", with_length(whole, 0xffffffff), "of 4294967295 bytes"},
      {"refusal too short", message(NLMSG_ERROR, Bytes(3)), "error message is too short"},
      {"outcome too short", message(NLMSG_DONE, Bytes(2)), "error message is too short"},
      {"no end", {}, "it ended early"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, DamagedNetlinkDump, ::testing::ValuesIn(damaged_datagrams()));

TEST_P(DamagedNetlinkDump, IsAnErrorAfterTheMessagesBeforeIt) {
  ScriptedKernel kernel;
  kernel.answer({letter("a") + GetParam().datagram}).answer({done()});
  int seen = 0;
  const auto status = dump_over_netlink(kernel.transport(), {}, [&](auto) {
    ++seen;
    return core::Status();
  });
  ASSERT_FALSE(status) << GetParam().name;
  EXPECT_THAT(status.error().to_string(), HasSubstr(GetParam().reason)) << GetParam().name;
  EXPECT_EQ(status.error().errno_value, 0) << GetParam().name;
  EXPECT_EQ(seen, 1) << GetParam().name;
  EXPECT_EQ(kernel.opened(), 1u) << GetParam().name;
}

}  // namespace
}  // namespace portreeve::sockets
