// Probes in flight, as coroutines on one event loop a thread. Most probes of a fast network are over within
// their first system calls and never become a coroutine: only what has to wait does.
//
// Asio is included here and nowhere else: it costs seconds of compilation.

#include "scan/probe_engine.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <set>
#include <thread>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "scan/window.h"

namespace portreeve::scan {
namespace {

using Clock = std::chrono::steady_clock;

// How exact deadlines are kept, and how often the window may change.
constexpr std::chrono::milliseconds kTick{10};
constexpr std::chrono::milliseconds kProgressInterval{200};
// Where a probe could not be sent for want of something: how long to wait, and how often to try.
constexpr std::chrono::milliseconds kRetryDelay{50};
constexpr unsigned kMaximumTries = 40;
// An answer after this came to the repeated SYN, which the kernel sends after one second (RFC 6298,
// section 2.1).
constexpr std::chrono::milliseconds kLate{900};
// After so many probes that were over at once the event loop gets its turn.
constexpr unsigned kProbesPerTurn = 32;
// Below this a second thread takes longer to start than it saves.
constexpr std::uint64_t kProbesPerThread = 4096;

/// One probe on its way.
struct Probe {
  std::uint64_t position = 0;  // in ProbeGroup::outcomes
  unsigned tries = 0;
};

/// Sends every `stride`-th probe of a plan, beginning with the one at `first`, from one thread.
class Engine {
 public:
  Engine(ProbeGroup& group, const ProbePlan& plan, std::uint64_t first, std::uint64_t stride,
         std::size_t parallelism)
      : group_(group),
        plan_(plan),
        next_(first),
        stride_(stride),
        tells_progress_(first == 0),
        observations_(group.hosts.size()),
        window_(parallelism, Clock::now()),
        room_(context_, Clock::time_point::max()) {}

  void run() {
    asio::co_spawn(context_, send_all(), asio::detached);
    asio::co_spawn(context_, keep_time(), asio::detached);
    context_.run();
  }

  /// What was seen of each host, valid once run() has returned.
  [[nodiscard]] const std::vector<HostObservation>& observations() const { return observations_; }

 private:
  asio::awaitable<void> send_all();
  asio::awaitable<void> keep_time();
  asio::awaitable<void> await_answer(Probe probe, core::FileDescriptor socket, Clock::time_point sent);

  void send(Probe probe);
  void conclude(Probe probe, const Attempt& attempt, Clock::time_point sent);
  void try_again(Probe probe, int errno_value);
  [[nodiscard]] std::optional<Probe> next_probe();
  void report_progress(Clock::time_point now);

  [[nodiscard]] std::size_t host_of(const Probe& probe) const { return probe.position / group_.ports.size(); }
  [[nodiscard]] SocketAddress address_of(const Probe& probe) const {
    return group_.hosts[host_of(probe)].with_port(group_.ports[probe.position % group_.ports.size()]);
  }

  ProbeGroup& group_;
  const ProbePlan& plan_;
  std::uint64_t next_;
  std::uint64_t stride_;
  bool tells_progress_;
  std::vector<HostObservation> observations_;

  asio::io_context context_{1};
  Window window_;
  asio::steady_timer room_;  // cancelled when a probe may be sent
  std::size_t in_flight_ = 0;
  bool all_done_ = false;
  std::deque<std::pair<Clock::time_point, Probe>> retries_;  // the soonest first
  // When to give up on which probe in flight.
  std::set<std::pair<Clock::time_point, asio::posix::stream_descriptor*>> deadlines_;
  Clock::time_point last_progress_{};
};

std::optional<Probe> Engine::next_probe() {
  const bool is_over = plan_.deadline && Clock::now() >= *plan_.deadline;
  if (!retries_.empty() && (is_over || retries_.front().first <= Clock::now())) {
    const Probe probe = retries_.front().second;
    retries_.pop_front();
    if (!is_over) return probe;
    observations_[host_of(probe)].timed_out = true;
  }
  if (next_ >= plan_.count) return std::nullopt;
  const Probe probe{plan_.at(next_)};
  next_ += stride_;
  return probe;
}

asio::awaitable<void> Engine::send_all() {
  asio::error_code ignored;
  unsigned sent_this_turn = 0;
  for (;;) {
    std::optional<Probe> probe;
    if (in_flight_ < window_.size()) probe = next_probe();
    if (probe) {
      send(*probe);
      if (++sent_this_turn < kProbesPerTurn) continue;
      sent_this_turn = 0;
      co_await asio::post(context_, asio::use_awaitable);
    } else if (in_flight_ == 0 && retries_.empty() && next_ >= plan_.count) {
      break;
    } else {
      co_await room_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }
  all_done_ = true;
}

/// Gives up on probes whose time is over, lets the window grow and tells how far it is.
asio::awaitable<void> Engine::keep_time() {
  asio::steady_timer tick(context_);
  asio::error_code ignored;
  while (!all_done_) {
    tick.expires_after(kTick);
    co_await tick.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const Clock::time_point now = Clock::now();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
      deadlines_.begin()->second->cancel(ignored);
      deadlines_.erase(deadlines_.begin());
    }
    window_.grow(in_flight_, now);
    report_progress(now);
    room_.cancel();
  }
}

void Engine::report_progress(Clock::time_point now) {
  if (!plan_.progress || !tells_progress_ || now - last_progress_ < kProgressInterval) return;
  last_progress_ = now;
  plan_.progress(static_cast<double>(std::min(next_, plan_.count)) / static_cast<double>(plan_.count));
}

void Engine::send(Probe probe) {
  if (plan_.deadline && Clock::now() >= *plan_.deadline) {
    observations_[host_of(probe)].timed_out = true;
    return;
  }
  const Clock::time_point sent = Clock::now();
  core::FileDescriptor socket;
  const Attempt attempt = begin_probe(address_of(probe), socket);
  if (attempt.kind != Attempt::Kind::kPending) return conclude(probe, attempt, sent);
  ++in_flight_;
  asio::co_spawn(context_, await_answer(probe, std::move(socket), sent), asio::detached);
}

asio::awaitable<void> Engine::await_answer(Probe probe, core::FileDescriptor socket, Clock::time_point sent) {
  asio::posix::stream_descriptor waiting(context_);
  asio::error_code error;
  waiting.assign(socket.get(), error);
  Attempt attempt;
  if (error) {
    attempt.kind = Attempt::Kind::kRetry;
    attempt.errno_value = error.value();
  } else {
    (void)socket.release();  // `waiting` closes it
    const std::pair deadline(sent + plan_.patience, &waiting);
    deadlines_.insert(deadline);
    // An event need not be the answer: whoever wakes looks, and waits on if there is none.
    while (attempt.kind == Attempt::Kind::kPending && !error) {
      co_await waiting.async_wait(asio::posix::stream_descriptor::wait_write,
                                  asio::redirect_error(asio::use_awaitable, error));
      attempt = look_at_probe(waiting.native_handle(), address_of(probe));
    }
    deadlines_.erase(deadline);
  }
  // Closed before the next probe is sent, so that the window counts descriptors exactly.
  waiting.close(error);
  --in_flight_;
  conclude(probe, attempt, sent);
  room_.cancel();
}

void Engine::conclude(Probe probe, const Attempt& attempt, Clock::time_point sent) {
  HostObservation& host = observations_[host_of(probe)];
  switch (attempt.kind) {
    case Attempt::Kind::kPending:
      group_.outcomes[probe.position] = Outcome{PortState::kFiltered, Reason::kNoResponse};
      return;
    case Attempt::Kind::kImpossible:
      host.errno_value = attempt.errno_value;
      return;
    case Attempt::Kind::kRetry:
      return try_again(probe, attempt.errno_value);
    case Attempt::Kind::kDecided:
      break;
  }
  group_.outcomes[probe.position] = attempt.outcome;
  if (attempt.outcome.reason == Reason::kNoResponse) return;
  const Clock::time_point now = Clock::now();
  HostObservation seen;
  seen.target_answered = attempt.target_answered;
  seen.answered_late = now - sent > kLate;
  if (attempt.target_answered) seen.latency = now - sent;
  host.merge(seen);
  if (seen.answered_late) window_.on_loss(now);
}

void Engine::try_again(Probe probe, int errno_value) {
  HostObservation& host = observations_[host_of(probe)];
  if (host.errno_value != 0) return;  // another probe to that host has already tried for long enough
  if (++probe.tries >= kMaximumTries) {
    host.errno_value = errno_value != 0 ? errno_value : EADDRINUSE;
    return;
  }
  Clock::time_point when = Clock::now();
  if (errno_value != 0) {
    window_.on_exhaustion(in_flight_);
    when += kRetryDelay;
  }
  retries_.emplace_back(when, probe);
}

}  // namespace

void HostObservation::merge(const HostObservation& other) {
  if (other.latency && (!latency || *other.latency < *latency)) latency = other.latency;
  target_answered |= other.target_answered;
  answered_late |= other.answered_late;
  timed_out |= other.timed_out;
  if (errno_value == 0) errno_value = other.errno_value;
}

void run_probes(ProbeGroup& group, const ProbePlan& plan) {
  // The work of a probe is done by the kernel in the thread that sends it, so threads scale as processors do.
  const std::uint64_t useful = std::min<std::uint64_t>(plan.count / kProbesPerThread, plan.parallelism);
  const std::uint64_t count =
      std::clamp<std::uint64_t>(useful, 1, std::max(1U, std::thread::hardware_concurrency()));
  std::deque<Engine> engines;
  for (std::uint64_t i = 0; i < count; ++i)
    engines.emplace_back(group, plan, i, count, plan.parallelism / count);
  {
    // The first engine runs here, since `progress` is called from the caller's thread.
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 1; i < count; ++i)
      threads.emplace_back([&engines, i] { engines[i].run(); });
    engines.front().run();
  }
  for (const Engine& engine : engines) {
    for (std::size_t i = 0; i < group.hosts.size(); ++i) {
      group.observations[i].merge(engine.observations()[i]);
    }
  }
}

}  // namespace portreeve::scan
