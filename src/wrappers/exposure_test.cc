#include "wrappers/exposure.h"

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WorldWritablePlaces : public ::testing::Test {
 protected:
  WorldWritablePlaces() { directory_.write("etc/tables/hosts.allow", ""); }

  void mode(std::string_view file, mode_t mode) const {
    ASSERT_EQ(::chmod((directory_.path() + std::string(file)).c_str(), mode), 0);
  }
  [[nodiscard]] std::vector<std::string> places(std::string_view path) const {
    return world_writable_places(*core::SystemRoot::capture(directory_.path()), path);
  }

 private:
  core::TemporaryDirectory directory_;
};

TEST_F(WorldWritablePlaces, AreTheFileAndTheDirectoriesAboveIt) {
  mode("/etc/tables/hosts.allow", 0666);
  mode("/etc/tables", 0775);
  mode("/etc", 01777);
  mode("", 0777);
  EXPECT_THAT(places("/etc/tables/hosts.allow"), ElementsAre("/etc/tables/hosts.allow", "/etc", "/"));
}

TEST_F(WorldWritablePlaces, AreNoneWhereOnlyTheOwnerWrites) {
  EXPECT_THAT(places("/etc/tables/hosts.allow"), IsEmpty());
}

TEST_F(WorldWritablePlaces, AreNotLookedForAboveWhatIsNotThere) {
  mode("/etc/tables", 0777);
  EXPECT_THAT(places("/etc/tables/hosts.deny"), IsEmpty());
}

}  // namespace
}  // namespace portreeve::wrappers
