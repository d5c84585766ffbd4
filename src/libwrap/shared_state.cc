#include "libwrap/shared_state.h"

#include <pthread.h>

#include <atomic>
#include <ctime>
#include <memory>
#include <new>

#include "libwrap/syslog_diagnostics.h"
#include "wrappers/policy.h"

namespace portreeve::libwrap {
namespace {

using wrappers::TableCache;

// Never destroyed: a thread may still be deciding while the process exits.
union SharedCache {
  SharedCache() : cache() {}
  ~SharedCache() {}
  SharedCache(const SharedCache&) = delete;
  SharedCache& operator=(const SharedCache&) = delete;

  TableCache cache;
};

void lock_all() {
  table_cache().mutex().lock();
  log_mutex().lock();
}

void unlock_all() {
  log_mutex().unlock();
  table_cache().mutex().unlock();
}

// When the library is loaded: a fork during the first decision is too late to make the cache, which a child
// would wait for for ever, and to ask for the locks to be held.
__attribute__((constructor)) void prepare_for_forks() {
  (void)table_cache();
  pthread_atfork(lock_all, unlock_all, unlock_all);
}

constexpr time_t kNever = -1;

time_t now_in_seconds() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return time.tv_sec;
}

}  // namespace

TableCache& table_cache() {
  static SharedCache shared;
  return shared.cache;
}

std::mutex& log_mutex() {
  static std::mutex mutex;
  return mutex;
}

bool is_strict() {
  static std::atomic<time_t> looked_at{kNever};
  static std::atomic<bool> strict{false};
  const time_t now = now_in_seconds();
  if (looked_at.load(std::memory_order_acquire) != now) {
    SyslogDiagnostics diagnostics;
    strict.store(wrappers::read_strict(wrappers::kPolicyFile, diagnostics), std::memory_order_relaxed);
    looked_at.store(now, std::memory_order_release);
  }
  return strict.load(std::memory_order_relaxed);
}

}  // namespace portreeve::libwrap
