#include "sockets/unix_references.h"

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::sockets {
namespace {

TEST(UnixReferences, AreReadByInode) {
  const core::TemporaryDirectory directory;
  directory.write("proc/net/unix",
                  "Num       RefCount Protocol Flags    Type St Inode Path\n"
                  "ffff8881: 00000002 00000000 00010000 0001 01 11 /run/x\n"
                  "ffff8882: 0000001f 00000000 00000000 0002 01 12\n"
                  "ffff8883: 00000003 00000000 00000000 0005 02 0 @a\n"
                  "rest of a name: 1 2 3 4 5\n"
                  "ffff8884: 00000099 00000000 00000000 0001 01 11 @second\n");
  const auto references = read_unix_references(core::SystemRoot::capture(directory.path()).value());
  EXPECT_TRUE(references.unseen.empty());
  EXPECT_EQ(references.value.size(), 3U);
  EXPECT_EQ(references.value.at(11), 2U) << "the first line counts";
  EXPECT_EQ(references.value.at(12), 0x1fU);
}

TEST(UnixReferences, ATableThatIsNotThereIsNoted) {
  const core::TemporaryDirectory directory;
  const auto references = read_unix_references(core::SystemRoot::capture(directory.path()).value());
  EXPECT_EQ(references.unseen.size(), 1U);
}

}  // namespace
}  // namespace portreeve::sockets
