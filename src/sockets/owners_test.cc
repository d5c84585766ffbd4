#include "sockets/owners.h"

#include <cerrno>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A /proc/PID/stat (proc(5)): the pid, the name in parentheses, the state, then numbers, each its own field's
// number but for field 22, the start time.
std::string stat_line(int pid, std::string_view name, std::uint64_t start_time) {
  std::string line = fmt::format("{} ({}) S", pid, name);
  for (int field = 4; field <= 52; ++field)
    line += fmt::format(" {}", field == 22 ? start_time : static_cast<std::uint64_t>(field));
  return line + "\n";
}

auto held_by(int pid, int descriptor) {
  return AllOf(Field(&Owner::process, Field(&core::ProcessRef::pid, pid)),
               Field(&Owner::descriptor, descriptor));
}

class FindOwners : public ::testing::Test {
 protected:
  void add_process(int pid, const std::string& name) const {
    const std::string directory = fmt::format("proc/{}/", pid);
    directory_.write(directory + "comm", name + "\n");
    directory_.write(directory + "stat", stat_line(pid, name, 1000 + static_cast<std::uint64_t>(pid)));
    directory_.write(directory + "cgroup", "1:name=systemd:/old\n0::/system.slice/" + name + ".service\n");
    directory_.link(directory + "exe", "/usr/sbin/" + name);
    directory_.link(directory + "ns/net", "net:[4026531840]");
    directory_.link(directory + "fd/0", "/dev/null");
  }

  void add_descriptor(int pid, int descriptor, const std::string& target) const {
    directory_.link(fmt::format("proc/{}/fd/{}", pid, descriptor), target);
  }

  core::Observed<OwnerTable> find(const std::unordered_set<std::uint64_t>& inodes) const {
    return find_owners(*SystemRoot::capture(directory_.path()), {.inodes = inodes});
  }

  core::TemporaryDirectory directory_;
};

TEST_F(FindOwners, DescribesTheProcess) {
  add_process(812, "sshd");
  add_descriptor(812, 3, "socket:[77]");
  auto owners = find({77});
  EXPECT_THAT(owners.unseen, IsEmpty());
  ASSERT_THAT(owners.value.find(77), ElementsAre(held_by(812, 3)));
  const core::ProcessRef process = owners.value.find(77).front().process;
  EXPECT_EQ(process.name, "sshd");
  EXPECT_EQ(process.executable, "/usr/sbin/sshd");
  EXPECT_EQ(process.start_time, 1812u);
  EXPECT_EQ(process.cgroup, "/system.slice/sshd.service");
  EXPECT_EQ(process.network_namespace, 4'026'531'840u);
}

TEST_F(FindOwners, WhereTheNameSufficesNothingElseIsRead) {
  add_process(812, "sshd");
  add_descriptor(812, 3, "socket:[77]");
  auto owners = find_owners(*SystemRoot::capture(directory_.path()), {.detail = OwnerDetail::kName});
  ASSERT_THAT(owners.value.find(77), ElementsAre(held_by(812, 3)));
  core::ProcessRef process;
  process.pid = 812;
  process.name = "sshd";
  EXPECT_EQ(owners.value.find(77).front().process, process);
}

TEST_F(FindOwners, ASocketMayBeHeldByManyProcessesAndDescriptors) {
  for (const int pid : {100, 20, 3})
    add_process(pid, "daemon");
  add_descriptor(100, 10, "socket:[77]");
  add_descriptor(100, 9, "socket:[77]");
  add_descriptor(20, 4, "socket:[77]");
  add_descriptor(20, 5, "socket:[78]");
  auto owners = find({77, 78});
  EXPECT_THAT(owners.value.find(77), ElementsAre(held_by(20, 4), held_by(100, 9), held_by(100, 10)));
  EXPECT_THAT(owners.value.find(78), ElementsAre(held_by(20, 5)));
}

TEST_F(FindOwners, SocketsThatNobodyAsksForAreLeftOut) {
  add_process(20, "daemon");
  add_descriptor(20, 4, "socket:[77]");
  EXPECT_EQ(find({78}).value.size(), 0u);
  EXPECT_EQ(find({}).value.size(), 0u);
}

TEST_F(FindOwners, NamesKeepTheirParenthesesAndBlanks) {
  for (const char* const name : {"a(b) c", "worker (3)", ") S 1 2 3", " x "}) {
    add_process(20, name);
    add_descriptor(20, 4, "socket:[77]");
    auto owners = find({77});
    ASSERT_THAT(owners.value.find(77), SizeIs(1)) << name;
    EXPECT_EQ(owners.value.find(77).front().process.name, name);
    EXPECT_EQ(owners.value.find(77).front().process.start_time, 1020u) << name;
    std::filesystem::remove_all(directory_.path() + "/proc/20");
  }
}

TEST_F(FindOwners, ADeletedExecutableIsShownAsSuch) {
  add_process(20, "daemon");
  add_descriptor(20, 4, "socket:[77]");
  std::filesystem::remove(directory_.path() + "/proc/20/exe");
  directory_.link("proc/20/exe", "/tmp/x (deleted)");
  EXPECT_EQ(find({77}).value.find(77).front().process.executable, "/tmp/x (deleted)");
}

TEST_F(FindOwners, AProcessIsAnOwnerEvenIfNothingElseOfItCanBeRead) {
  add_descriptor(20, 4, "socket:[77]");
  auto owners = find({77});
  ASSERT_THAT(owners.value.find(77), ElementsAre(held_by(20, 4)));
  const core::ProcessRef process = owners.value.find(77).front().process;
  EXPECT_EQ(process.name, "");
  EXPECT_EQ(process.start_time, 0u);
  EXPECT_EQ(process.network_namespace, 0u);
}

TEST_F(FindOwners, LinksThatAreNoSocketsAreLeftOut) {
  add_process(20, "daemon");
  int descriptor = 1;
  for (const char* const target :
       {"pipe:[77]", "socket:[77", "socket:77]", "socket:[]", "socket:[77x]", "socket:[-77]",
        "socket:[18446744073709551693]", "/socket:[77]", "socket:"}) {
    add_descriptor(20, descriptor++, target);
  }
  directory_.link("proc/20/fd/x", "socket:[77]");
  directory_.link("proc/20/fd/-1", "socket:[77]");
  directory_.link("proc/20/fd/3000000000", "socket:[77]");
  EXPECT_EQ(find({77}).value.size(), 0u);
}

TEST_F(FindOwners, OnlyNumbersAreProcesses) {
  add_process(20, "daemon");
  add_descriptor(20, 4, "socket:[77]");
  directory_.link("proc/self", "20");
  directory_.link("proc/0/fd/4", "socket:[77]");
  directory_.link("proc/-5/fd/4", "socket:[77]");
  directory_.link("proc/20x/fd/4", "socket:[77]");
  EXPECT_THAT(find({77}).value.find(77), ElementsAre(held_by(20, 4)));
}

TEST_F(FindOwners, ManyProcessesAreDividedAmongThreadsWithoutLoss) {
  constexpr int kProcesses = 300;
  for (int pid = 1; pid <= kProcesses; ++pid) {
    add_process(pid, "daemon");
    add_descriptor(pid, 4, "socket:[77]");
    add_descriptor(pid, 5, fmt::format("socket:[{}]", 1000 + pid));
  }
  std::unordered_set<std::uint64_t> inodes{77};
  for (std::uint64_t pid = 1; pid <= kProcesses; ++pid)
    inodes.insert(1000 + pid);
  auto owners = find(inodes);
  EXPECT_EQ(owners.value.size(), 2u * kProcesses);
  ASSERT_THAT(owners.value.find(77), SizeIs(kProcesses));
  for (int pid = 1; pid <= kProcesses; ++pid) {
    EXPECT_EQ(owners.value.find(77)[static_cast<std::size_t>(pid) - 1].process.pid, pid);
    EXPECT_THAT(owners.value.find(1000 + static_cast<std::uint64_t>(pid)), ElementsAre(held_by(pid, 5)));
  }
}

TEST_F(FindOwners, ACaptureWithoutProcessesIsUnseen) {
  auto owners = find({77});
  EXPECT_EQ(owners.value.size(), 0u);
  EXPECT_TRUE(owners.value.hidden());
  ASSERT_THAT(owners.unseen, SizeIs(1));
  EXPECT_EQ(owners.unseen.front().what, "the owners of sockets");
  EXPECT_EQ(owners.unseen.front().why.errno_value, ENOENT);
}

}  // namespace
}  // namespace portreeve::sockets
