#include "sockets/state_set.h"

#include <array>
#include <string>
#include <utility>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

using Name = std::pair<std::string_view, State>;

// The names that ss takes, the first of each state the one of its manual.
constexpr std::array kNames{
    Name{"established", State::kEstablished},
    Name{"syn-sent", State::kSynSent},
    Name{"syn-recv", State::kSynReceived},
    Name{"syn-rcv", State::kSynReceived},
    Name{"fin-wait-1", State::kFinWait1},
    Name{"fin-wait-2", State::kFinWait2},
    Name{"time-wait", State::kTimeWait},
    Name{"closed", State::kClose},
    Name{"close", State::kClose},
    Name{"unconnected", State::kClose},
    Name{"close-wait", State::kCloseWait},
    Name{"last-ack", State::kLastAck},
    Name{"listening", State::kListen},
    Name{"closing", State::kClosing},
};

// The kernel turns a request that is still being answered into SYN-RECV. A socket that is bound and no more
// is listed with all of them alone.
constexpr State kLastOfTcp = State::kClosing;

}  // namespace

StateSet StateSet::all() {
  StateSet set;
  for (auto number = static_cast<unsigned>(State::kEstablished); number <= static_cast<unsigned>(kLastOfTcp);
       ++number) {
    set.bits_ |= 1U << number;
  }
  return set;
}

StateSet StateSet::waiting() {
  return StateSet(State::kClose) | StateSet(State::kListen);
}

StateSet StateSet::in_use() {
  return all().without(waiting()).without(StateSet(State::kTimeWait) | StateSet(State::kSynReceived));
}

core::Result<StateSet> StateSet::parse(std::string_view word) {
  const std::string name = core::to_lower(word);
  const StateSet bucket = StateSet(State::kSynReceived) | StateSet(State::kTimeWait);
  if (name == "all") return all();
  if (name == "connected") return all().without(waiting());
  if (name == "synchronized") return all().without(waiting() | StateSet(State::kSynSent));
  if (name == "bucket") return bucket;
  if (name == "big") return all().without(bucket);
  for (const auto& [known, state] : kNames) {
    if (known == name) return StateSet(state);
  }
  return core::failure(core::parse_error(
      "the state", word, "no state has this name",
      "states are established, syn-sent, syn-recv, fin-wait-1, fin-wait-2, time-wait, closed, close-wait, "
      "last-ack, listening and closing; groups are all, connected, synchronized, bucket and big"));
}

std::vector<State> StateSet::to_query() const {
  std::vector<State> states;
  if (*this == all()) return states;
  for (auto number = static_cast<unsigned>(State::kEstablished); number <= static_cast<unsigned>(kLastOfTcp);
       ++number) {
    const auto state = static_cast<State>(number);
    if (contains(state)) states.push_back(state);
  }
  return states;
}

}  // namespace portreeve::sockets
