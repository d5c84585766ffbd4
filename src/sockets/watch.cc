#include "sockets/watch.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "sockets/destroy_events.h"
#include "sockets/inventory.h"
#include "sockets/state_events.h"

namespace portreeve::sockets {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenListings(1000);
// News comes in bursts: one listing for all of a burst.
constexpr std::chrono::milliseconds kBurst(20);
// On a busy host there is always news; the watch takes at most a tenth of the time of one processor.
constexpr int kPausePerWork = 9;

bool is_among(const Socket& socket, const Query& query) {
  return std::ranges::find(query.protocols, socket.protocol) != query.protocols.end() &&
         std::ranges::find(query.families, socket.family) != query.families.end() &&
         (query.states.empty() || std::ranges::find(query.states, socket.state) != query.states.end()) &&
         (!query.filter || query.filter(socket));
}

// A destroyed socket is in no state any more. The one that it was in most of its life shows in its endpoints.
void restore_state(Socket& socket) {
  if (socket.peer.port != 0) {
    socket.state = State::kEstablished;
  } else if (socket.protocol == Protocol::kTcp) {
    socket.state = State::kListen;
  }
}

/// The sources of news that there are.
class News {
 public:
  News() {
    if (auto events = DestroyEvents::open()) destroyed_.emplace(std::move(*events));
    if (auto events = StateEvents::open()) changed_.emplace(std::move(*events));
  }

  /// Waits for news, or for as long as `timeout`.
  void wait(std::chrono::milliseconds timeout) const {
    std::vector<::pollfd> watched;
    if (destroyed_) watched.push_back({.fd = destroyed_->descriptor(), .events = POLLIN, .revents = 0});
    if (changed_) watched.push_back({.fd = changed_->descriptor(), .events = POLLIN, .revents = 0});
    if (::poll(watched.data(), watched.size(), static_cast<int>(timeout.count())) > 0)
      std::this_thread::sleep_for(kBurst);
  }

  void read(const Query& query, Tracker& tracker, const EventVisitor& visit) {
    if (changed_) changed_->clear();
    if (!destroyed_) return;
    // What is lost here, the next listing finds.
    (void)destroyed_->read([&](Socket socket) {
      restore_state(socket);
      if (tracker.knows(socket) || is_among(socket, query)) tracker.remove(socket, visit);
    });
  }

 private:
  std::optional<DestroyEvents> destroyed_;
  std::optional<StateEvents> changed_;
};

}  // namespace

core::Status watch_sockets(const core::SystemRoot& root, const Query& query, const EventVisitor& visit,
                           const std::function<bool()>& proceed) {
  if (!root.is_live()) {
    return core::failure(core::make_error("watch", "the sockets of a capture", "nothing happens there",
                                          "compare two captures with --diff"));
  }
  News news;
  Tracker tracker;
  while (true) {
    const auto start = Clock::now();
    tracker.update(observe_sockets(root, query).value.sockets, visit);
    const auto work = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    if (!proceed()) return {};
    std::this_thread::sleep_for(std::min(work * kPausePerWork, kBetweenListings * kPausePerWork));
    news.wait(kBetweenListings);
    news.read(query, tracker, visit);
    if (!proceed()) return {};
  }
}

}  // namespace portreeve::sockets
