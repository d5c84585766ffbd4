#include "sockets/namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "sockets/child_process_for_tests.h"
#include "sockets/inventory.h"
#include "sockets/owners.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

TEST(NamespaceMounts, AreThoseOfTheirFileSystem) {
  EXPECT_THAT(namespace_mounts("22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
                               "30 22 0:4 net:[4026532177] /run/netns/blue rw shared:5 - nsfs nsfs rw\n"
                               "31 22 0:4 net:[4026532178] /tmp/a\\040b\\134c\\0x rw - nsfs nsfs rw\n"
                               "32 22 0:4 mnt:[4026532179] /run/mnt rw - nsfs nsfs rw\n"
                               "33 22 0:5 / /tmp/nsfs rw - tmpfs nsfs rw\n"
                               "34 - nsfs \n\n"),
              ElementsAre("/run/netns/blue", "/tmp/a b\\c\\0x", "/run/mnt"));
  EXPECT_THAT(namespace_mounts(""), IsEmpty());
}

// The number of the namespace that this thread is in.
std::int64_t own_namespace() {
  const auto status = SystemRoot().inspect("/proc/thread-self/ns/net");
  return status ? static_cast<std::int64_t>(status->st_ino) : -1;
}

auto is_found(std::int64_t inode, NamespaceHolder holder) {
  return Contains(
      AllOf(Field(&FoundNamespace::id, Field(&core::NamespaceId::inode, static_cast<std::uint64_t>(inode))),
            Field(&FoundNamespace::held_by, holder)));
}

class LiveNamespaces : public ::testing::TestWithParam<OwnerMethod> {
 protected:
  void SetUp() override {
    const ChildProcess child([](const auto& tell) { tell(::unshare(CLONE_NEWNET | CLONE_NEWNS)); });
    if (child.number() != 0) GTEST_SKIP() << "no network namespace may be made here (it takes CAP_SYS_ADMIN)";
    if (!find({}).unseen.empty()) GTEST_SKIP() << "no program may be loaded into the kernel";
  }

  static core::Observed<OwnerTable> find(OwnerSearch search) {
    search.method = GetParam();
    return find_owners(SystemRoot(), search);
  }

  static std::vector<FoundNamespace> list() {
    return list_network_namespaces(SystemRoot(), find({}).value).value;
  }
};

INSTANTIATE_TEST_SUITE_P(All, LiveNamespaces, ::testing::Values(OwnerMethod::kBpf, OwnerMethod::kProc),
                         [](const auto& method) {
                           return method.param == OwnerMethod::kBpf ? "Bpf" : "Proc";
                         });

TEST_P(LiveNamespaces, OnesOwnComesFirst) {
  const auto found = list();
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(found.front().is_own);
  EXPECT_EQ(found.front().id.inode, static_cast<std::uint64_t>(own_namespace()));
}

TEST_P(LiveNamespaces, OneMayBeHeldByAProcess) {
  const ChildProcess child([](const auto& tell) {
    ::unshare(CLONE_NEWNET);
    tell(own_namespace());
  });
  EXPECT_THAT(list(), is_found(child.number(), NamespaceHolder::kProcess));
}

TEST_P(LiveNamespaces, OneMayBeHeldByAThread) {
  const ChildProcess child([](const auto& tell) {
    std::thread([&] {
      ::unshare(CLONE_NEWNET);
      tell(own_namespace());
      ::pause();
    }).join();
  });
  EXPECT_THAT(list(), is_found(child.number(), NamespaceHolder::kThread));
}

// Makes a namespace that nobody is in, and returns its number. `keep` is called inside of it.
std::int64_t make_empty_namespace(const std::function<void()>& keep) {
  std::int64_t number = -1;
  std::thread([&] {
    ::unshare(CLONE_NEWNET);
    number = own_namespace();
    keep();
  }).join();
  return number;
}

TEST_P(LiveNamespaces, OneMayBeHeldByADescriptor) {
  const ChildProcess child([](const auto& tell) {
    core::FileDescriptor file;
    const std::int64_t number = make_empty_namespace(
        [&] { file = core::FileDescriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)); });
    tell(number);
    ::pause();
  });
  EXPECT_THAT(list(), is_found(child.number(), NamespaceHolder::kDescriptor));
}

TEST_P(LiveNamespaces, OneMayBeHeldByADescriptorOfAThreadsOwn) {
  const ChildProcess child([](const auto& tell) {
    std::thread([&] {
      ::unshare(CLONE_FILES);
      core::FileDescriptor file;
      const std::int64_t number = make_empty_namespace(
          [&] { file = core::FileDescriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)); });
      tell(number);
      ::pause();
    }).join();
  });
  EXPECT_THAT(list(), is_found(child.number(), NamespaceHolder::kDescriptor));
}

TEST_P(LiveNamespaces, OneMayBeHeldByAMountOfAnotherMountNamespace) {
  const core::TemporaryDirectory directory;
  directory.write("place", "");
  const ChildProcess child([&](const auto& tell) {
    ::unshare(CLONE_NEWNS);
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    tell(make_empty_namespace([&] {
      ::mount("/proc/thread-self/ns/net", (directory.path() + "/place").c_str(), nullptr, MS_BIND, nullptr);
    }));
  });
  EXPECT_THAT(list(), is_found(child.number(), NamespaceHolder::kMount));
}

TEST_P(LiveNamespaces, OneThatIsGoneCannotBeOpened) {
  FoundNamespace found;
  {
    const ChildProcess child([](const auto& tell) {
      ::unshare(CLONE_NEWNET);
      tell(own_namespace());
    });
    for (const FoundNamespace& one : list()) {
      if (one.id.inode == static_cast<std::uint64_t>(child.number())) found = one;
    }
    EXPECT_TRUE(open_namespace(found));
  }
  const auto opened = open_namespace(found);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().errno_value, ENOENT);
}

TEST(VisitSockets, OfAllNamespacesAreLabelledAndHaveTheirOwners) {
  const ChildProcess child([](const auto& tell) {
    if (::unshare(CLONE_NEWNET) != 0) {
      tell(-1);
      return;
    }
    const core::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    tell(socket.get() >= 0 && ::listen(socket.get(), 1) == 0 ? own_namespace() : 0);
    ::pause();
  });
  if (child.number() == -1) GTEST_SKIP() << "no network namespace may be made here (it takes CAP_SYS_ADMIN)";
  Query query;
  query.protocols = {Protocol::kTcp};
  query.states = {State::kListen};
  query.namespaces = NamespaceScope::kAll;
  std::vector<std::string> seen;
  const auto label = fmt::format("net:[{}]", child.number());
  static_cast<void>(visit_sockets(SystemRoot(), query, [&](Socket&& socket) {
    if (socket.network_namespace != label) return;
    for (const Owner& owner : socket.owners)
      seen.push_back(fmt::format("{} {}", owner.process.pid, socket.local.to_string()));
  }));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_TRUE(seen.front().starts_with(fmt::format("{} 0.0.0.0:", child.pid()))) << seen.front();
}

TEST(ListNetworkNamespaces, ACaptureHasOne) {
  const core::TemporaryDirectory directory;
  const auto found = list_network_namespaces(*SystemRoot::capture(directory.path()), OwnerTable());
  ASSERT_EQ(found.value.size(), 1u);
  EXPECT_TRUE(found.value.front().is_own);
  EXPECT_EQ(found.value.front().label, "");
  ASSERT_EQ(found.unseen.size(), 1u);
  EXPECT_EQ(found.unseen.front().what, "the other network namespaces");
}

}  // namespace
}  // namespace portreeve::sockets
