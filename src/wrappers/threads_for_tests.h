#pragma once

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/file_descriptor.h"
#include "wrappers/quiet_file.h"

namespace portreeve::wrappers {

/// Two versions of a rule file of which no mixture looks like either: each has a rule for both of the clients
/// 10.1.1.1 and 10.2.2.2, one at its beginning and the other at its end, and the other version has them the
/// other way round. A part of one alone, or the beginning of one with the end of the other, has no rule for
/// one of them.
inline std::string version_of_rules(int version) {
  std::string text = version == 0 ? "ALL: 10.1.1.1\n" : "ALL: 10.2.2.2\n";
  for (int line = 0; line < 500; ++line)
    text += "ALL: 192.0.2.77, 198.51.100.0/24\n";
  text += version == 0 ? "ALL: 10.2.2.2\n" : "ALL: 10.1.1.1\n";
  return text;
}

/// Runs the calling thread before all others that are ready for as long as it lives, where that is permitted
/// (sched(7), SCHED_FIFO).
class UrgencyForTests {
 public:
  UrgencyForTests() : is_urgent_(set_policy(SCHED_FIFO | SCHED_RESET_ON_FORK, 1)) {}
  UrgencyForTests(const UrgencyForTests&) = delete;
  UrgencyForTests& operator=(const UrgencyForTests&) = delete;
  ~UrgencyForTests() {
    if (is_urgent_) set_policy(SCHED_OTHER, 0);
  }

 private:
  static bool set_policy(int policy, int priority) {
    sched_param parameters{};
    parameters.sched_priority = priority;
    return sched_setscheduler(0, policy, &parameters) == 0;
  }

  bool is_urgent_;
};

/// Rewrites a file while threads decide by it.
class RewriterForTests {
 public:
  explicit RewriterForTests(std::string path) : path_(std::move(path)) { write_over(0); }

  /// Writes the next version: in place, piece by piece, and by rename(2) in turns.
  void rewrite() {
    ++version_;
    if (version_ % 3 == 0) {
      const std::string path = path_ + ".new";
      put(path, O_CREAT | O_TRUNC);
      if (std::rename(path.c_str(), path_.c_str()) != 0) failed_ = true;
    } else {
      write_over(version_ % 3 == 1 ? O_TRUNC : 0);
    }
  }

  /// Whether a version took its time: whoever is kept from running between two pieces for longer than a
  /// reader waits has left a mixture there for a while, and no reader can know. Then nothing can be said.
  [[nodiscard]] bool was_slow() const { return was_slow_; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void write_over(int flags) {
    const UrgencyForTests urgency;
    const auto began = std::chrono::steady_clock::now();
    put(path_, O_CREAT | flags);
    // What is cut off shows by its last line, and is waited for longer. (Times of files lag behind by a tick
    // of the kernel's clock, and by more where the machine itself is kept from running.)
    const auto limit = (flags & O_TRUNC) != 0 ? kQuietWhenHalfWritten / 2 : kQuiet / 2;
    if (std::chrono::steady_clock::now() - began > limit) was_slow_ = true;
  }

  void put(const std::string& path, int flags) {
    const std::string text = version_of_rules(version_ % 2);
    const core::FileDescriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0600));
    std::string_view rest = text;
    while (file && !rest.empty()) {
      const std::string_view piece = rest.substr(0, 5000);
      if (write(file.get(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size())) break;
      rest.remove_prefix(piece.size());
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    if (!rest.empty()) failed_ = true;
  }

  std::string path_;
  int version_ = 0;
  bool was_slow_ = false;
  bool failed_ = false;
};

inline constexpr int kDecidingThreads = 16;
inline constexpr std::chrono::milliseconds kDecidingTime{1200};

/// What came of threads that decided while the file was being rewritten.
struct ThreadsOutcome {
  int decisions = 0;
  int mixtures = 0;       ///< decisions that neither version comes to
  int lost_children = 0;  ///< forked processes that came to no decision
  bool was_slow = false;
  bool failed = false;
};

template <typename Decides>
ThreadsOutcome try_to_decide_while_rewriting(const std::string& path, const Decides& is_decided_by_a_rule) {
  RewriterForTests rewriter(path);
  const auto decides_both = [&] {
    return is_decided_by_a_rule("10.1.1.1") && is_decided_by_a_rule("10.2.2.2");
  };
  ThreadsOutcome outcome;
  // A version is at hand before the first is written over: nobody could tell a mixture from a file that is
  // so.
  std::this_thread::sleep_for(2 * kQuiet);
  if (!decides_both()) ++outcome.mixtures;
  std::atomic<bool> is_over{false};
  std::atomic<int> decisions{0};
  std::atomic<int> mixtures{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kDecidingThreads; ++i) {
    threads.emplace_back([&] {
      while (!is_over) {
        if (!decides_both()) ++mixtures;
        ++decisions;
        // Else the threads leave the writer no time between its pieces.
        std::this_thread::sleep_for(std::chrono::microseconds(50));
      }
    });
  }
  const auto end = std::chrono::steady_clock::now() + kDecidingTime;
  for (int round = 0; std::chrono::steady_clock::now() < end; ++round) {
    rewriter.rewrite();
    if (round % 4 == 0) {
      const pid_t child = fork();
      if (child == 0) {
        alarm(20);  // a child that finds a lock held for ever ends by this
        _exit(decides_both() ? 0 : 1);
      }
      int status = 0;
      if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) ++outcome.lost_children;
      if (WIFEXITED(status) && WEXITSTATUS(status) != 0) ++mixtures;
    }
    // Long enough for the version to be taken, or not, in turns.
    std::this_thread::sleep_for(round % 2 == 0 ? kQuiet * 2 : kQuiet / 4);
  }
  is_over = true;
  for (std::thread& thread : threads)
    thread.join();
  outcome.decisions = decisions;
  outcome.mixtures += mixtures;
  outcome.was_slow = rewriter.was_slow();
  outcome.failed = rewriter.failed();
  return outcome;
}

/// Has 16 threads ask `is_decided_by_a_rule(client)` over and over for both clients while the file at `path`
/// is being rewritten and, now and then, the process forks and the child asks as well. Begins anew, five
/// times at most, when the machine kept a writer from running.
template <typename Decides>
ThreadsOutcome decide_while_rewriting(const std::string& path, const Decides& is_decided_by_a_rule) {
  ThreadsOutcome outcome = try_to_decide_while_rewriting(path, is_decided_by_a_rule);
  for (int attempt = 1; outcome.was_slow && attempt < 5; ++attempt)
    outcome = try_to_decide_while_rewriting(path, is_decided_by_a_rule);
  return outcome;
}

}  // namespace portreeve::wrappers
