#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace portreeve::core {

/// Something that an observer wanted to see and could not: what it is, in words for a reader, and why not.
/// Every report shows these, so that what nobody looked at never passes for fine.
struct Unseen {
  std::string what;  ///< a noun phrase: "the owners of sockets of other users"
  Error why;
};

/// What an observer returns: everything that it saw, and the list of what it did not see.
template <typename T>
struct Observed {
  T value{};
  std::vector<Unseen> unseen;

  /// Notes one thing as not seen.
  void miss(std::string what, Error why) { unseen.push_back({std::move(what), std::move(why)}); }
};

}  // namespace portreeve::core
