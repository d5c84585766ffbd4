#include "wrappers/obedience.h"

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/elf_for_tests.h"

namespace portreeve::wrappers {
namespace {

class ObedienceOf : public ::testing::Test {
 protected:
  void program(std::string_view file, const ElfRecipe& recipe) const {
    directory_.write(file, make_elf(recipe));
  }
  [[nodiscard]] Obedience of(std::string_view executable) const {
    const auto root = *core::SystemRoot::capture(directory_.path());
    return ObedienceReader(root).of(executable);
  }
  [[nodiscard]] Obedience of(std::string_view executable, int process) const {
    const auto root = *core::SystemRoot::capture(directory_.path());
    return ObedienceReader(root).of(executable, process);
  }

  core::TemporaryDirectory directory_;
};

TEST_F(ObedienceOf, AProgramThatNeedsLibwrapObeys) {
  program("usr/sbin/d", {.libraries = {"libwrap.so.0", "libmissing.so.1"}});
  EXPECT_EQ(of("/usr/sbin/d"), Obedience::kObeys);
}

TEST_F(ObedienceOf, AProgramOneOfWhoseLibrariesNeedsLibwrapObeys) {
  program("usr/sbin/d", {.libraries = {"liba.so.1"}});
  program("usr/lib/x86_64-linux-gnu/liba.so.1", {.libraries = {"libb.so.1"}});
  program("opt/lib/libb.so.1", {.libraries = {"libwrap.so.0"}});
  EXPECT_EQ(of("/usr/sbin/d"), Obedience::kUnclear);
  program("usr/lib/x86_64-linux-gnu/liba.so.1",
          {.libraries = {"libb.so.1"}, .search_path = "$ORIGIN/../../../opt/lib"});
  EXPECT_EQ(of("/usr/sbin/d"), Obedience::kObeys);
}

TEST_F(ObedienceOf, AProgramAllOfWhoseLibrariesWereSeenIgnoresTheRules) {
  program("usr/sbin/d", {.libraries = {"libc.so.6"}});
  EXPECT_EQ(of("/usr/sbin/d"), Obedience::kUnclear);
  program("lib/libc.so.6", {.libraries = {"libc.so.6"}});
  EXPECT_EQ(of("/usr/sbin/d"), Obedience::kIgnores);
}

TEST_F(ObedienceOf, WhatIsStaticAScriptOrMissingIsUnclear) {
  program("static", {.is_dynamic = false});
  directory_.write("script", "#!/bin/sh\n");
  for (const auto* file : {"/static", "/script", "/missing", "", "relative"})
    EXPECT_EQ(of(file), Obedience::kUnclear) << file;
}

TEST_F(ObedienceOf, AProcessThatHasLoadedLibwrapLaterObeys) {
  program("usr/sbin/d", {.libraries = {}});
  directory_.write("proc/7/maps", "7f0 r--p 0 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n");
  directory_.write("proc/8/maps", "7f0 r--p 0 08:01 1 /usr/lib/x86_64-linux-gnu/libwrap.so.0.7.6\n");
  EXPECT_EQ(of("/usr/sbin/d", 7), Obedience::kIgnores);
  EXPECT_EQ(of("/usr/sbin/d", 8), Obedience::kObeys);
}

TEST_F(ObedienceOf, AProgramThatWasReplacedSaysNothingOfTheProcess) {
  program("usr/sbin/d", {.libraries = {}});
  EXPECT_EQ(of("/usr/sbin/d (deleted)", 7), Obedience::kUnclear);
}

}  // namespace
}  // namespace portreeve::wrappers
