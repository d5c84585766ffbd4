#include "sockets/attached_namespaces.h"

#include <sched.h>

#include <string>

#include <gtest/gtest.h>

#include "sockets/child_process_for_tests.h"

namespace portreeve::sockets {
namespace {

FoundNamespace found_at(const std::string& file) {
  FoundNamespace found;
  if (const auto opened = core::NetworkNamespace::open_file(file, file)) found.id = opened->id();
  found.label = file;
  found.files = {file};
  return found;
}

// (Those that are connected are in tests/system: it takes interfaces to connect them.)
TEST(AttachedNamespaces, OneWithoutALinkToTheCallersIsNone) {
  const ChildProcess child([](const auto& tell) { tell(::unshare(CLONE_NEWNET)); });
  if (child.number() != 0) GTEST_SKIP() << "no network namespace may be made here (it takes CAP_SYS_ADMIN)";
  const auto attached = attached_namespaces({found_at("/proc/" + std::to_string(child.pid()) + "/ns/net")});
  EXPECT_TRUE(attached.value.empty());
  EXPECT_TRUE(attached.unseen.empty());
}

TEST(AttachedNamespaces, TheCallersOwnIsNone) {
  FoundNamespace own = found_at("/proc/thread-self/ns/net");
  own.is_own = true;
  EXPECT_TRUE(attached_namespaces({own}).value.empty());
}

TEST(AttachedNamespaces, OneThatIsGoneIsPassedOver) {
  FoundNamespace gone;
  gone.files = {"/proc/0/ns/net"};
  const auto attached = attached_namespaces({gone});
  EXPECT_TRUE(attached.value.empty());
  EXPECT_TRUE(attached.unseen.empty());
}

}  // namespace
}  // namespace portreeve::sockets
