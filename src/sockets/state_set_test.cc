#include "sockets/state_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(StateSet, KnowsTheStatesByTheNamesOfSs) {
  const struct {
    std::string_view name;
    State state;
  } rows[] = {
      {"established", State::kEstablished},
      {"syn-sent", State::kSynSent},
      {"syn-recv", State::kSynReceived},
      {"syn-rcv", State::kSynReceived},
      {"fin-wait-1", State::kFinWait1},
      {"fin-wait-2", State::kFinWait2},
      {"time-wait", State::kTimeWait},
      {"closed", State::kClose},
      {"close", State::kClose},
      {"unconnected", State::kClose},
      {"close-wait", State::kCloseWait},
      {"last-ack", State::kLastAck},
      {"listening", State::kListen},
      {"closing", State::kClosing},
      {"LISTENING", State::kListen},
  };
  for (const auto& row : rows) {
    const auto set = StateSet::parse(row.name);
    ASSERT_TRUE(set.has_value()) << row.name;
    EXPECT_EQ(*set, StateSet(row.state)) << row.name;
    EXPECT_TRUE(set->is_single()) << row.name;
  }
}

TEST(StateSet, KnowsTheGroupsOfSs) {
  const auto states = [](std::string_view name) { return StateSet::parse(name).value().to_query(); };
  EXPECT_THAT(states("all"), IsEmpty()) << "every state";
  EXPECT_THAT(states("bucket"), ElementsAre(State::kSynReceived, State::kTimeWait));
  EXPECT_THAT(states("big"), ElementsAre(State::kEstablished, State::kSynSent, State::kFinWait1,
                                         State::kFinWait2, State::kClose, State::kCloseWait, State::kLastAck,
                                         State::kListen, State::kClosing));
  EXPECT_THAT(states("connected"), ElementsAre(State::kEstablished, State::kSynSent, State::kSynReceived,
                                               State::kFinWait1, State::kFinWait2, State::kTimeWait,
                                               State::kCloseWait, State::kLastAck, State::kClosing));
  EXPECT_EQ(*StateSet::parse("synchronized"),
            StateSet::parse("connected")->without(StateSet(State::kSynSent)));
}

TEST(StateSet, SaysWhichStatesThereAreIfANameIsNone) {
  const auto set = StateSet::parse("open");
  ASSERT_FALSE(set.has_value());
  EXPECT_THAT(set.error().to_string(), HasSubstr("\"open\""));
  EXPECT_THAT(set.error().to_string(), HasSubstr("established, syn-sent"));
}

TEST(StateSet, WithoutFlagsThoseInUseAreListed) {
  EXPECT_THAT(StateSet::in_use().to_query(),
              ElementsAre(State::kEstablished, State::kSynSent, State::kFinWait1, State::kFinWait2,
                          State::kCloseWait, State::kLastAck, State::kClosing));
  EXPECT_THAT(StateSet::waiting().to_query(), ElementsAre(State::kClose, State::kListen));
}

TEST(StateSet, IsSingleWithOneStateAlone) {
  EXPECT_FALSE(StateSet().is_single());
  EXPECT_FALSE(StateSet::waiting().is_single());
  EXPECT_TRUE(StateSet(State::kEstablished).is_single());
}

}  // namespace
}  // namespace portreeve::sockets
