#include "scan/outcome.h"

#include <cerrno>
#include <string>

#include <gtest/gtest.h>

namespace portreeve::scan {
namespace {

struct IcmpCase {
  core::Family family;
  std::uint8_t type;
  std::uint8_t code;
  std::string reason;
};

class ClassifyIcmpTest : public testing::TestWithParam<IcmpCase> {};

TEST_P(ClassifyIcmpTest, IsFilteredForAReasonOfItsOwn) {
  const IcmpCase& given = GetParam();
  const Outcome outcome = classify_icmp({given.family, given.type, given.code});
  EXPECT_EQ(outcome.state, PortState::kFiltered);
  EXPECT_EQ(to_string(outcome.reason), given.reason);
}

constexpr auto kIpv4 = core::Family::kIpv4;
constexpr auto kIpv6 = core::Family::kIpv6;

INSTANTIATE_TEST_SUITE_P(
    , ClassifyIcmpTest,
    testing::Values(IcmpCase{kIpv4, 3, 0, "net-unreach"}, IcmpCase{kIpv4, 3, 1, "host-unreach"},
                    IcmpCase{kIpv4, 3, 2, "proto-unreach"}, IcmpCase{kIpv4, 3, 3, "port-unreach"},
                    IcmpCase{kIpv4, 3, 8, "dest-unreach"}, IcmpCase{kIpv4, 3, 9, "net-prohibited"},
                    IcmpCase{kIpv4, 3, 10, "host-prohibited"}, IcmpCase{kIpv4, 3, 13, "admin-prohibited"},
                    IcmpCase{kIpv4, 3, 255, "dest-unreach"}, IcmpCase{kIpv4, 11, 0, "time-exceeded"},
                    IcmpCase{kIpv4, 12, 0, "dest-unreach"}, IcmpCase{kIpv6, 1, 0, "no-route"},
                    IcmpCase{kIpv6, 1, 1, "admin-prohibited"}, IcmpCase{kIpv6, 1, 2, "beyond-scope"},
                    IcmpCase{kIpv6, 1, 3, "host-unreach"}, IcmpCase{kIpv6, 1, 4, "port-unreach"},
                    IcmpCase{kIpv6, 1, 5, "admin-prohibited"}, IcmpCase{kIpv6, 1, 6, "reject-route"},
                    IcmpCase{kIpv6, 1, 255, "dest-unreach"}, IcmpCase{kIpv6, 3, 0, "time-exceeded"},
                    IcmpCase{kIpv6, 4, 0, "dest-unreach"}));

struct ErrnoCase {
  int errno_value;
  PortState state;
  std::string reason;
};

class ClassifyErrnoTest : public testing::TestWithParam<ErrnoCase> {};

TEST_P(ClassifyErrnoTest, TellsTheStateAndWhy) {
  const Outcome nothing{PortState::kUnfiltered, Reason::kNoResponse};
  const Outcome outcome = classify_errno(GetParam().errno_value).value_or(nothing);
  EXPECT_EQ(outcome.state, GetParam().state);
  EXPECT_EQ(to_string(outcome.reason), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(, ClassifyErrnoTest,
                         testing::Values(ErrnoCase{ECONNREFUSED, PortState::kClosed, "conn-refused"},
                                         ErrnoCase{ECONNRESET, PortState::kOpen, "syn-ack"},
                                         ErrnoCase{EPIPE, PortState::kOpen, "syn-ack"},
                                         ErrnoCase{ETIMEDOUT, PortState::kFiltered, "no-response"},
                                         ErrnoCase{EHOSTUNREACH, PortState::kFiltered, "host-unreach"},
                                         ErrnoCase{ENETUNREACH, PortState::kFiltered, "no-route"},
                                         ErrnoCase{ENOPROTOOPT, PortState::kFiltered, "proto-unreach"},
                                         ErrnoCase{ENONET, PortState::kFiltered, "dest-unreach"},
                                         ErrnoCase{EACCES, PortState::kFiltered, "admin-prohibited"},
                                         ErrnoCase{EPERM, PortState::kFiltered, "admin-prohibited"}));

class OwnTroubleTest : public testing::TestWithParam<int> {};

TEST_P(OwnTroubleTest, SaysNothingAboutThePort) {
  EXPECT_FALSE(classify_errno(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(, OwnTroubleTest,
                         testing::Values(EMFILE, ENFILE, ENOBUFS, ENOMEM, EAGAIN, EADDRNOTAVAIL, EADDRINUSE,
                                         EINVAL, EAFNOSUPPORT, ENETDOWN));

TEST(ExhaustionTest, PassesWhileAnInvalidTargetDoesNot) {
  EXPECT_TRUE(is_exhaustion(EMFILE));
  EXPECT_TRUE(is_exhaustion(EADDRNOTAVAIL));
  EXPECT_FALSE(is_exhaustion(EINVAL));
  EXPECT_FALSE(is_exhaustion(ECONNREFUSED));
}

}  // namespace
}  // namespace portreeve::scan
