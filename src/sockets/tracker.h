#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "sockets/socket.h"

namespace portreeve::sockets {

/// That a socket came or went.
struct Event {
  enum class Kind : std::uint8_t { kAppeared, kWent };
  Kind kind = Kind::kAppeared;
  Socket socket;  ///< as it was last seen
};

/// Takes one event after the other.
using EventVisitor = std::function<void(const Event&)>;

/// Keeps track of the sockets of a host from one listing to the next. A socket is known by its cookie, which
/// the kernel never uses twice; where that is not known, by its protocol, inode and endpoints.
class Tracker {
 public:
  /// The sockets of a new listing, in its order. From the second one on it tells of each that was not there
  /// before and, after that, of each that is there no more.
  void update(std::vector<Socket> listing, const EventVisitor& visit);

  /// The kernel says that a socket is gone. It is told of once, whether by this or by a listing without it;
  /// one that came and went between two listings is told of as both. Call this for all that the kernel has
  /// said so far before a listing is made, and in the order in which it did.
  void remove(const Socket& socket, const EventVisitor& visit);

  /// Whether a socket was in the last listing and has not been removed since.
  [[nodiscard]] bool knows(const Socket& socket) const;

 private:
  using Key = std::tuple<std::uint64_t, Protocol, std::uint64_t, core::Endpoint, core::Endpoint>;
  [[nodiscard]] static Key key_of(const Socket& socket);

  std::map<Key, Socket> sockets_;
  // Those that the last listing lacked: the kernel's own word about them may come later.
  std::set<Key> gone_;
  bool has_listing_ = false;
};

}  // namespace portreeve::sockets
