#include "core/network_namespace.h"

#include <unistd.h>

#include <cerrno>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/system_root.h"

namespace portreeve::core {
namespace {

TEST(NetworkNamespace, ANameThatIsAPathIsRefused) {
  for (const auto* text : {"", ".", "..", "a/b", "../../proc/1/ns/net"}) {
    const auto opened = NetworkNamespace::open(text);
    ASSERT_FALSE(opened) << text;
    EXPECT_EQ(opened.error().reason, "not the name of a namespace or a pid");
  }
}

TEST(NetworkNamespace, OneThatIsNotThereIsAnErrorThatSaysHowToFindThem) {
  const auto opened = NetworkNamespace::open("no-such-namespace");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().to_string(),
            "cannot open the network namespace no-such-namespace: No such file or directory "
            "(`ip netns list` shows the names; a pid works as well)");
}

TEST(NetworkNamespace, AFileOfAnythingElseIsNone) {
  for (const auto* path : {"/dev/null", "/etc/passwd", "/proc/self/ns/pid"}) {
    const auto opened = NetworkNamespace::open_file(path, "x");
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().to_string(),
              "cannot open the network namespace x: its file is not one of a network namespace")
        << path;
  }
}

TEST(NetworkNamespace, TwoFilesOfOneNamespaceHaveOneIdentity) {
  const auto one = NetworkNamespace::open_file("/proc/self/ns/net", "one");
  const auto other = NetworkNamespace::open_file("/proc/thread-self/ns/net", "other");
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->id(), other->id());
  EXPECT_NE(one->id().inode, 0u);
}

TEST(NetworkNamespace, WorkRunsInsideAndTheCallerStaysWhereItIs) {
  if (::geteuid() != 0) GTEST_SKIP() << "entering a network namespace needs root";
  const SystemRoot root;
  const auto own = NetworkNamespace::open(fmt::format("{}", ::getpid()));
  ASSERT_TRUE(own);
  const std::string before = *root.read_link("/proc/thread-self/ns/net");
  std::string inside;
  const Status status = own->run([&] { inside = root.read_link("/proc/thread-self/ns/net").value_or(""); });
  if (!status && status.error().errno_value == EPERM) GTEST_SKIP() << "setns(2) is not permitted here";
  ASSERT_TRUE(status);
  EXPECT_EQ(inside, before);
  EXPECT_EQ(*root.read_link("/proc/thread-self/ns/net"), before);
}

}  // namespace
}  // namespace portreeve::core
