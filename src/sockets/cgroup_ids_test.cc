#include "sockets/cgroup_ids.h"

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

class CgroupIdsTest : public testing::Test {
 protected:
  CgroupIdsTest() {
    directory_.write("proc/self/mounts", "proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    directory_.write("sys/fs/cgroup/cgroup.procs", "1\n");
    directory_.write("sys/fs/cgroup/system.slice/ssh.service/cgroup.procs", "812\n");
    root_ = core::SystemRoot::capture(directory_.path()).value();
  }

  core::TemporaryDirectory directory_;
  core::SystemRoot root_;
};

TEST_F(CgroupIdsTest, AGroupIsTheNumberOfItsDirectory) {
  const auto id = cgroup_id(root_, "/system.slice/ssh.service");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(*id, root_.inspect("/sys/fs/cgroup/system.slice/ssh.service")->st_ino);
  EXPECT_EQ(cgroup_id(root_, "system.slice/ssh.service"), id);
  EXPECT_EQ(cgroup_id(root_, "/nothing"), std::nullopt);
  EXPECT_EQ(cgroup_id(root_, "/cgroup.procs"), std::nullopt) << "a file is no group";
}

TEST_F(CgroupIdsTest, PathsAreFoundByNumber) {
  const auto paths = cgroup_paths(root_);
  ASSERT_EQ(paths.size(), 3U);
  EXPECT_EQ(paths.at(*cgroup_id(root_, "/")), "/");
  EXPECT_EQ(paths.at(*cgroup_id(root_, "/system.slice/ssh.service")), "/system.slice/ssh.service");
}

TEST_F(CgroupIdsTest, WithoutTheHierarchyThereAreNone) {
  directory_.write("proc/self/mounts", "proc /proc proc rw 0 0\n");
  EXPECT_TRUE(cgroup_paths(root_).empty());
  EXPECT_EQ(cgroup_id(root_, "/"), std::nullopt);
}

}  // namespace
}  // namespace portreeve::sockets
