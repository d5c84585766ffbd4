#include "sockets/owner_join.h"

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint64_t kEnough = OwnerJoin::kMaximumWaiting;

// A capture with one process that holds what a test gives it.
class JoinOwners : public ::testing::Test {
 protected:
  JoinOwners() { directory_.write("proc/20/comm", "daemon\n"); }

  void hold(std::uint64_t inode) const {
    directory_.link(fmt::format("proc/20/fd/{}", inode), fmt::format("socket:[{}]", inode));
  }

  static Socket socket(std::uint64_t inode) {
    Socket made;
    made.inode = inode;
    return made;
  }

  core::TemporaryDirectory directory_;
  SystemRoot root_ = *SystemRoot::capture(directory_.path());
  std::vector<Socket> passed_;
  Visitor visit_ = [this](Socket&& one) { passed_.push_back(std::move(one)); };
  std::vector<core::Unseen> unseen_;
};

std::vector<std::uint64_t> inodes(const std::vector<Socket>& sockets) {
  std::vector<std::uint64_t> numbers;
  for (const Socket& socket : sockets)
    numbers.push_back(socket.inode);
  return numbers;
}

TEST_F(JoinOwners, SocketsKeepTheirOrderAndGetTheirOwners) {
  hold(7);
  OwnerJoin join(root_, OwnerDetail::kName, visit_);
  for (const std::uint64_t inode : {9U, 0U, 7U})
    join.add(socket(inode));
  EXPECT_THAT(passed_, IsEmpty());
  join.finish(unseen_);
  EXPECT_THAT(inodes(passed_), ElementsAre(9, 0, 7));
  EXPECT_THAT(passed_[0].owners, IsEmpty());
  EXPECT_THAT(passed_[1].owners, IsEmpty());
  ASSERT_THAT(passed_[2].owners, SizeIs(1));
  EXPECT_EQ(passed_[2].owners[0].process.name, "daemon");
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(JoinOwners, WithoutSocketsNobodyIsLookedFor) {
  OwnerJoin join(root_, OwnerDetail::kName, visit_);
  join.finish(unseen_);
  EXPECT_THAT(passed_, IsEmpty());
}

TEST_F(JoinOwners, ManyDoNotWaitForTheEnd) {
  hold(1);
  hold(kEnough + 1);
  OwnerJoin join(root_, OwnerDetail::kName, visit_);
  for (std::uint64_t inode = 1; inode <= kEnough; ++inode)
    join.add(socket(inode));
  ASSERT_THAT(passed_, SizeIs(kEnough));
  EXPECT_THAT(passed_.front().owners, SizeIs(1));
  join.add(socket(kEnough + 1));
  ASSERT_THAT(passed_, SizeIs(kEnough + 1));
  EXPECT_THAT(passed_.back().owners, SizeIs(1));
}

TEST_F(JoinOwners, ASocketThatWasMadeAfterTheLookIsLookedForAgain) {
  OwnerJoin join(root_, OwnerDetail::kName, visit_);
  for (std::uint64_t inode = 1; inode <= kEnough; ++inode)
    join.add(socket(inode));
  hold(kEnough + 1);
  join.add(socket(kEnough + 1));
  join.add(socket(0));
  EXPECT_EQ(passed_.back().inode, 0u);
  join.finish(unseen_);
  EXPECT_EQ(passed_.back().inode, kEnough + 1);
  EXPECT_THAT(passed_.back().owners, SizeIs(1));
}

TEST_F(JoinOwners, OfSocketsWithoutOwnerNoMoreWaitThanFit) {
  OwnerJoin join(root_, OwnerDetail::kName, visit_);
  for (std::uint64_t inode = 1; inode <= 3 * kEnough; ++inode)
    join.add(socket(inode));
  EXPECT_THAT(passed_, SizeIs(2 * kEnough));
  join.finish(unseen_);
  EXPECT_THAT(passed_, SizeIs(3 * kEnough));
}

TEST_F(JoinOwners, ATableFromBeforeIsUsedAtOnce) {
  hold(7);
  OwnerJoin join(root_, OwnerDetail::kName, find_owners(root_).value, visit_);
  join.add(socket(7));
  ASSERT_THAT(passed_, SizeIs(1));
  EXPECT_THAT(passed_.front().owners, SizeIs(1));
}

TEST_F(JoinOwners, WhoseOwnersAreHiddenSaysSo) {
  const core::TemporaryDirectory empty;
  const SystemRoot nothing = *SystemRoot::capture(empty.path());
  OwnerJoin join(nothing, OwnerDetail::kName, visit_);
  join.add(socket(7));
  join.add(socket(0));
  join.finish(unseen_);
  ASSERT_THAT(passed_, SizeIs(2));
  EXPECT_TRUE(passed_[0].owners_hidden);
  EXPECT_FALSE(passed_[1].owners_hidden);
  ASSERT_THAT(unseen_, SizeIs(1));
  EXPECT_EQ(unseen_.front().what, "the owners of sockets");
}

}  // namespace
}  // namespace portreeve::sockets
