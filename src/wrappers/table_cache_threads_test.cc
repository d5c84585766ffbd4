#include <pthread.h>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/decision.h"
#include "wrappers/recorders_for_tests.h"
#include "wrappers/table_cache.h"
#include "wrappers/threads_for_tests.h"

namespace portreeve::wrappers {
namespace {

TableCache& shared_cache() {
  static TableCache cache;
  return cache;
}

// One cache, and its lock held around forks as a program does that forks (table_cache.h).
void hold_shared_cache_around_forks() {
  static const int status =
      pthread_atfork([] { shared_cache().mutex().lock(); }, [] { shared_cache().mutex().unlock(); },
                     [] { shared_cache().mutex().unlock(); });
  ASSERT_EQ(status, 0);
}

TEST(TableCacheThreads, DecideByTheOldFileOrByTheNewOneAndNeverByAMixture) {
  const core::TemporaryDirectory directory;
  const std::string path = directory.path() + "/hosts.allow";
  hold_shared_cache_around_forks();
  const ThreadsOutcome outcome = decide_while_rewriting(path, [&path](const char* client) {
    EvaluationForTests test;
    test.request.client.address = client;
    ProcessForTests process;
    const Decision decision = decide({path, ""}, shared_cache(), test.evaluation, process);
    return decision.reason == Decision::Reason::kRule && test.diagnostics.lines.empty();
  });
  ASSERT_FALSE(outcome.failed);
  EXPECT_EQ(outcome.lost_children, 0);
  EXPECT_GT(outcome.decisions, kDecidingThreads);
  if (outcome.was_slow)
    GTEST_SKIP() << "this machine is too busy: a half-written file was left alone for long";
  EXPECT_EQ(outcome.mixtures, 0);
}

}  // namespace
}  // namespace portreeve::wrappers
