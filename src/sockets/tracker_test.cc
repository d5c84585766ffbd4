#include "sockets/tracker.h"

#include <string>

#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

Socket with_cookie(std::uint64_t cookie) {
  Socket socket;
  socket.cookie = cookie;
  socket.inode = cookie * 10;
  return socket;
}

/// A tracker whose events are written down: "+1" for a socket with cookie 1 that appeared, "-1" when it went.
class TrackerTest : public ::testing::Test {
 protected:
  std::string update(const std::vector<std::uint64_t>& cookies) {
    std::vector<Socket> listing;
    for (const std::uint64_t cookie : cookies)
      listing.push_back(with_cookie(cookie));
    return events([&](const EventVisitor& visit) { tracker_.update(std::move(listing), visit); });
  }

  std::string remove(std::uint64_t cookie) {
    return events([&](const EventVisitor& visit) { tracker_.remove(with_cookie(cookie), visit); });
  }

  template <typename Act>
  static std::string events(const Act& act) {
    std::string text;
    act([&](const Event& event) {
      text += (event.kind == Event::Kind::kAppeared ? "+" : "-") + std::to_string(event.socket.cookie);
    });
    return text;
  }

  Tracker tracker_;
};

TEST_F(TrackerTest, TheFirstListingIsNoNews) {
  EXPECT_EQ(update({1, 2}), "");
}

TEST_F(TrackerTest, TellsWhatAppearedAndThenWhatWent) {
  update({1, 2});
  EXPECT_EQ(update({2, 3}), "+3-1");
  EXPECT_EQ(update({2, 3}), "");
}

TEST_F(TrackerTest, TellsOfASocketThatTheKernelRemovedOnlyOnce) {
  update({1, 2});
  EXPECT_EQ(remove(1), "-1");
  EXPECT_EQ(remove(1), "");
  EXPECT_EQ(update({2}), "");
}

TEST_F(TrackerTest, TheKernelsWordMayComeAfterTheListing) {
  update({1, 2});
  EXPECT_EQ(update({2}), "-1");
  EXPECT_EQ(remove(1), "");
}

TEST_F(TrackerTest, TellsOfASocketThatCameAndWentBetweenTwoListings) {
  update({1});
  EXPECT_EQ(remove(7), "+7-7");
  EXPECT_EQ(update({1}), "");
}

TEST_F(TrackerTest, SaysNothingOfWhatWentBeforeTheFirstListing) {
  EXPECT_EQ(remove(7), "");
  EXPECT_EQ(update({1}), "");
}

TEST_F(TrackerTest, KnowsASocketWithoutACookieByItsInode) {
  Socket socket;
  socket.inode = 5;
  tracker_.update({socket}, [](const Event&) {});
  EXPECT_TRUE(tracker_.knows(socket));
  socket.inode = 6;
  EXPECT_FALSE(tracker_.knows(socket));
}

TEST_F(TrackerTest, ALaterStateIsNotNews) {
  update({1});
  Socket closing = with_cookie(1);
  closing.state = State::kCloseWait;
  EXPECT_EQ(events([&](const EventVisitor& visit) { tracker_.update({closing}, visit); }), "");
}

}  // namespace
}  // namespace portreeve::sockets
