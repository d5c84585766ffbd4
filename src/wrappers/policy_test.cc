#include "wrappers/policy.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Policy : public ::testing::Test {
 protected:
  void SetUp() override { unsetenv(kStrictVariable); }
  void TearDown() override { unsetenv(kStrictVariable); }

  std::string file() const { return directory.path() + "/portreeve.conf"; }
  bool strict(std::string_view text) {
    directory.write("portreeve.conf", text);
    return strict();
  }
  bool strict() { return read_strict(file(), diagnostics); }

  core::TemporaryDirectory directory;
  DiagnosticsForTests diagnostics;
};

TEST_F(Policy, IsNotStrictWhereNothingIsSaid) {
  EXPECT_FALSE(strict());
  EXPECT_FALSE(strict(""));
  EXPECT_FALSE(strict("# strict = yes\nother = yes\n"));
  EXPECT_FALSE(read_strict("/dev/null/portreeve.conf", diagnostics));
  EXPECT_THAT(diagnostics.lines, IsEmpty());
}

TEST_F(Policy, TheFileSaysYesOrNo) {
  EXPECT_TRUE(strict("strict = yes\n"));
  EXPECT_TRUE(strict("a = b\n  strict=ON # because\nc = d"));
  EXPECT_TRUE(strict("strict = true"));
  EXPECT_FALSE(strict("strict = no\n"));
  EXPECT_THAT(diagnostics.lines, IsEmpty());
}

TEST_F(Policy, ALineThatIsNotWrittenAsItShouldBeIsNotPassedOver) {
  EXPECT_TRUE(strict("strict yes\n"));
  EXPECT_TRUE(strict("STRICT=yes\n"));
  EXPECT_FALSE(strict("strict no\n"));
  EXPECT_FALSE(strict("strictly = yes\n= strict\n"));
  EXPECT_THAT(diagnostics.lines, IsEmpty());
  EXPECT_TRUE(strict("strict: no\n"));
  EXPECT_TRUE(strict("strict\n"));
  EXPECT_THAT(diagnostics.lines, SizeIs(2));
}

TEST_F(Policy, TheLastLineCounts) {
  EXPECT_FALSE(strict("strict = yes\nstrict = no\n"));
  EXPECT_TRUE(strict("strict = no\nstrict = yes\n"));
}

TEST_F(Policy, AValueThatIsNeitherCountsAsYesAndIsWarnedOf) {
  EXPECT_TRUE(strict("strict = maybe\n"));
  EXPECT_TRUE(strict("strict =\n"));
  EXPECT_THAT(diagnostics.lines,
              ElementsAre("warning: " + file() + ": strict is \"maybe\", neither yes nor no: taken for yes",
                          "warning: " + file() + ": strict is \"\", neither yes nor no: taken for yes"));
}

TEST_F(Policy, AFileThatCannotBeReadCountsAsYesAndIsWarnedOf) {
  directory.link("portreeve.conf", "portreeve.conf");
  EXPECT_TRUE(strict());
  EXPECT_THAT(diagnostics.lines, ElementsAre("warning: cannot open " + file() +
                                             ": Too many levels of symbolic links: decisions are strict"));
}

TEST_F(Policy, ADirectoryInItsPlaceCountsAsYesAndIsWarnedOf) {
  EXPECT_TRUE(read_strict(directory.path(), diagnostics));
  EXPECT_THAT(diagnostics.lines, ElementsAre("warning: cannot open " + directory.path() +
                                             ": Is a directory: decisions are strict"));
}

TEST_F(Policy, TheEnvironmentOutdoesTheFile) {
  setenv(kStrictVariable, "no", 1);
  EXPECT_FALSE(strict("strict = yes\n"));
  setenv(kStrictVariable, "yes", 1);
  EXPECT_TRUE(strict("strict = no\n"));
  setenv(kStrictVariable, "", 1);
  EXPECT_FALSE(strict("strict = no\n"));
  EXPECT_THAT(diagnostics.lines, IsEmpty());
}

TEST_F(Policy, AWordInTheEnvironmentThatIsNeitherCountsAsYes) {
  setenv(kStrictVariable, "perhaps", 1);
  EXPECT_TRUE(strict("strict = no\n"));
  EXPECT_THAT(diagnostics.lines, ElementsAre("warning: PORTREEVE_STRICT: strict is \"perhaps\", neither yes "
                                             "nor no: taken for yes"));
}

TEST(ParseSwitch, KnowsFourWordsForEach) {
  for (const std::string_view word : {"yes", "TRUE", "On", "1"})
    EXPECT_EQ(parse_switch(word), true) << word;
  for (const std::string_view word : {"no", "False", "OFF", "0"})
    EXPECT_EQ(parse_switch(word), false) << word;
  for (const std::string_view word : {"", "y", "yes ", "2"})
    EXPECT_EQ(parse_switch(word), std::nullopt) << word;
}

}  // namespace
}  // namespace portreeve::wrappers
