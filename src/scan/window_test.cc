#include "scan/window.h"

#include <gtest/gtest.h>

namespace portreeve::scan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Window::Time kStart{};

/// A window that has grown for a while, always used in full; `now` is when.
Window grown(std::size_t limit, Window::Time& now) {
  Window window(limit, now);
  for (int i = 0; i < 20; ++i)
    window.grow(window.size(), now += milliseconds(100));
  return window;
}

TEST(WindowTest, BeginsSmallAndDoublesEvery100Milliseconds) {
  Window window(10'000, kStart);
  const std::size_t first = window.size();
  EXPECT_LE(first, 200U);
  window.grow(first, kStart + milliseconds(99));
  EXPECT_EQ(window.size(), first);
  window.grow(first, kStart + milliseconds(100));
  EXPECT_EQ(window.size(), 2 * first);
}

TEST(WindowTest, NeverExceedsItsLimit) {
  EXPECT_EQ(Window(3, kStart).size(), 3U);
  Window::Time now = kStart;
  EXPECT_EQ(grown(1000, now).size(), 1000U);
}

TEST(WindowTest, DoesNotGrowWhileItIsNotUsed) {
  Window window(10'000, kStart);
  const std::size_t first = window.size();
  window.grow(first / 4, kStart + seconds(5));
  EXPECT_EQ(window.size(), first);
}

TEST(WindowTest, HalvesOnLossAndThenGrowsSlowly) {
  Window::Time now = kStart;
  Window window = grown(8000, now);
  window.on_loss(now);
  EXPECT_EQ(window.size(), 4000U);
  window.grow(4000, now + milliseconds(100));
  EXPECT_GT(window.size(), 4000U);
  EXPECT_LT(window.size(), 4100U);
}

TEST(WindowTest, TakesLossesOfOneSecondAsOne) {
  Window::Time now = kStart;
  Window window = grown(8000, now);
  window.on_loss(now);
  window.on_loss(now + milliseconds(900));
  EXPECT_EQ(window.size(), 4000U);
  window.on_loss(now + seconds(1));
  EXPECT_EQ(window.size(), 2000U);
}

TEST(WindowTest, KeepsGoingHoweverMuchIsLost) {
  Window window(8000, kStart);
  for (int i = 0; i < 50; ++i)
    window.on_loss(kStart + seconds(i));
  EXPECT_GE(window.size(), 1U);
  Window tiny(2, kStart);
  tiny.on_loss(kStart);
  EXPECT_EQ(tiny.size(), 2U);
}

TEST(WindowTest, StaysBelowWhatThisHostCouldCarry) {
  Window::Time now = kStart;
  Window window = grown(8000, now);
  window.on_exhaustion(50);
  EXPECT_EQ(window.size(), 50U);
  window.grow(50, now + seconds(1));
  EXPECT_EQ(window.size(), 50U);
  window.on_exhaustion(0);
  EXPECT_EQ(window.size(), 1U);
}

}  // namespace
}  // namespace portreeve::scan
