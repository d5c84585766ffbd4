#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// A set of states of sockets, as ss(8) chooses them by `state` and `exclude`.
class StateSet {
 public:
  /// None.
  constexpr StateSet() = default;

  /// One.
  constexpr explicit StateSet(State state) : bits_(bit(state)) {}

  /// Every state.
  [[nodiscard]] static StateSet all();
  /// Those of a socket that waits for others: listening, or unconnected for what knows no listening (ss -l).
  [[nodiscard]] static StateSet waiting();
  /// Those that ss lists if it is given neither -l nor -a: connections that somebody still holds. A
  /// connection that is being accepted or timed out (SYN-RECV, TIME-WAIT) is none.
  [[nodiscard]] static StateSet in_use();

  /// What a word of a state filter stands for (ss(8), STATE-FILTER): "established", "syn-sent", "fin-wait-1",
  /// ..., or one of the groups "all", "connected", "synchronized", "bucket" and "big". Case does not count.
  [[nodiscard]] static core::Result<StateSet> parse(std::string_view word);

  [[nodiscard]] bool empty() const { return bits_ == 0; }
  [[nodiscard]] bool contains(State state) const { return (bits_ & bit(state)) != 0; }
  /// Whether it holds one state and no other.
  [[nodiscard]] bool is_single() const { return bits_ != 0 && (bits_ & (bits_ - 1)) == 0; }

  [[nodiscard]] StateSet operator|(StateSet other) const { return StateSet(bits_ | other.bits_); }
  /// Those that are not in the other.
  [[nodiscard]] StateSet without(StateSet other) const { return StateSet(bits_ & ~other.bits_); }

  /// The states for Query::states: an empty list, every state, for all of them.
  [[nodiscard]] std::vector<State> to_query() const;

  bool operator==(const StateSet&) const = default;

 private:
  constexpr explicit StateSet(std::uint32_t bits) : bits_(bits) {}

  static constexpr std::uint32_t bit(State state) { return 1U << static_cast<unsigned>(state); }

  std::uint32_t bits_ = 0;
};

}  // namespace portreeve::sockets
