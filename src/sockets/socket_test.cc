#include "sockets/socket.h"

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

TEST(State, IsNamedAsSsNamesIt) {
  const struct {
    State state;
    int number;  // include/net/tcp_states.h
    std::string_view name;
  } rows[] = {
      {State::kEstablished, 1, "ESTAB"},
      {State::kSynSent, 2, "SYN-SENT"},
      {State::kSynReceived, 3, "SYN-RECV"},
      {State::kFinWait1, 4, "FIN-WAIT-1"},
      {State::kFinWait2, 5, "FIN-WAIT-2"},
      {State::kTimeWait, 6, "TIME-WAIT"},
      {State::kClose, 7, "UNCONN"},
      {State::kCloseWait, 8, "CLOSE-WAIT"},
      {State::kLastAck, 9, "LAST-ACK"},
      {State::kListen, 10, "LISTEN"},
      {State::kClosing, 11, "CLOSING"},
      {State::kNewSynReceived, 12, "SYN-RECV"},
      {State::kBoundInactive, 13, "BOUND-INACTIVE"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(static_cast<int>(row.state), row.number) << row.name;
    EXPECT_EQ(to_string(row.state), row.name);
  }
}

TEST(State, ANumberWithoutANameIsUnknown) {
  EXPECT_EQ(to_string(static_cast<State>(kLastState + 1)), "UNKNOWN");
}

TEST(Source, SaysWhereASocketWasSeen) {
  EXPECT_EQ(to_string(Source::kSockDiag), "sock_diag");
  EXPECT_EQ(to_string(Source::kProcNet), "proc");
}

}  // namespace
}  // namespace portreeve::sockets
