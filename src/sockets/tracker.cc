#include "sockets/tracker.h"

#include <utility>

namespace portreeve::sockets {

Tracker::Key Tracker::key_of(const Socket& socket) {
  if (socket.cookie != 0) return {socket.cookie, socket.protocol, 0, {}, {}};
  return {0, socket.protocol, socket.inode, socket.local, socket.peer};
}

bool Tracker::knows(const Socket& socket) const {
  return sockets_.contains(key_of(socket));
}

void Tracker::update(std::vector<Socket> listing, const EventVisitor& visit) {
  std::map<Key, Socket> before = std::exchange(sockets_, {});
  gone_.clear();
  for (Socket& socket : listing) {
    const Key key = key_of(socket);
    const bool is_new = before.erase(key) == 0;
    if (is_new && has_listing_ && !sockets_.contains(key)) visit({Event::Kind::kAppeared, socket});
    sockets_.insert_or_assign(key, std::move(socket));
  }
  for (auto& [key, socket] : before) {
    gone_.insert(key);
    visit({Event::Kind::kWent, std::move(socket)});
  }
  has_listing_ = true;
}

void Tracker::remove(const Socket& socket, const EventVisitor& visit) {
  const Key key = key_of(socket);
  if (gone_.contains(key)) return;
  const auto known = sockets_.find(key);
  if (known != sockets_.end()) {
    visit({Event::Kind::kWent, std::move(known->second)});
    sockets_.erase(known);
  } else if (has_listing_) {
    visit({Event::Kind::kAppeared, socket});
    visit({Event::Kind::kWent, socket});
  }
  gone_.insert(key);
}

}  // namespace portreeve::sockets
