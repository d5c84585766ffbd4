#include "core/file_descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

int opened() {
  return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) >= 0;
}

TEST(FileDescriptor, ClosesWhenItGoes) {
  const int number = opened();
  {
    const FileDescriptor descriptor(number);
  }
  EXPECT_FALSE(is_open(number));
}

TEST(FileDescriptor, IsEmptyByDefaultAndForANegativeNumber) {
  EXPECT_FALSE(FileDescriptor());
  EXPECT_FALSE(FileDescriptor(-1));
}

TEST(FileDescriptor, MovingHandsItOver) {
  const int number = opened();
  FileDescriptor first(number);
  FileDescriptor second(std::move(first));
  EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): that it is empty then is the promise under test
  EXPECT_EQ(second.get(), number);
  EXPECT_TRUE(is_open(number));
}

TEST(FileDescriptor, AssigningClosesTheOldOne) {
  const int old_number = opened();
  const int new_number = opened();
  FileDescriptor descriptor(old_number);
  descriptor = FileDescriptor(new_number);
  EXPECT_FALSE(is_open(old_number));
  EXPECT_TRUE(is_open(new_number));
  EXPECT_EQ(descriptor.get(), new_number);
}

TEST(FileDescriptor, AssigningItToItselfKeepsItOpen) {
  const int number = opened();
  FileDescriptor descriptor(number);
  FileDescriptor& same = descriptor;
  descriptor = std::move(same);
  EXPECT_EQ(descriptor.get(), number);
  EXPECT_TRUE(is_open(number));
}

TEST(FileDescriptor, AReleasedOneBelongsToTheCaller) {
  FileDescriptor descriptor(opened());
  const FileDescriptor taken(descriptor.release());
  EXPECT_FALSE(descriptor);
  EXPECT_TRUE(is_open(taken.get()));
}

}  // namespace
}  // namespace portreeve::core
