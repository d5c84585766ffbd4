#include "wrappers/pattern_file.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::string_view_literals;

class PatternFile : public ::testing::Test {
 protected:
  // Whether the client 10.1.2.3, host.example.com is in a file of these words.
  bool matches(std::string_view words) {
    directory.write("file", words);
    return matches_file("file");
  }
  bool matches_file(std::string_view name) {
    test.evaluation.position = {"TABLE", 3};
    return matches_pattern_file(path(name), Side::kClient, test.evaluation);
  }
  std::string path(std::string_view name) { return concat({directory.path(), "/", name}); }

  core::TemporaryDirectory directory;
  EvaluationForTests test;
};

TEST_F(PatternFile, WordsStandBetweenSpacesOfEveryKind) {
  EXPECT_TRUE(matches("10.9.9.9\n\f10.1.2.3\v"));
  EXPECT_TRUE(matches("host.example.com"));
  EXPECT_FALSE(matches("10.9.9.9 .example.org\n"));
  EXPECT_FALSE(matches(""));
}

TEST_F(PatternFile, ACommaIsPartOfAWord) {
  EXPECT_FALSE(matches("10.1.2.3,10.1.2.4\n"));
}

TEST_F(PatternFile, ThereAreNoCommentsExceptsUsersAndContinuations) {
  EXPECT_TRUE(matches("# ALL of them\n"));
  EXPECT_TRUE(matches("ALL EXCEPT 10.1.2.3\n"));
  EXPECT_FALSE(matches("ALL@ALL\n"));
  EXPECT_FALSE(matches("10.1.\\\n2.3\n"));
}

TEST_F(PatternFile, AWordEndsAtANulByte) {
  EXPECT_TRUE(matches("10.1.2.3\0junk\n"sv));
  EXPECT_FALSE(matches("\0ALL\n"sv));
}

TEST_F(PatternFile, ItsWordsMayBeNetworksAndKeywords) {
  EXPECT_TRUE(matches("10.0.0.0/8\n"));
  EXPECT_TRUE(matches("KNOWN\n"));
  EXPECT_FALSE(matches("LOCAL\n"));
}

TEST_F(PatternFile, ItMayBeAskedAboutTheServer) {
  directory.write("file", "192.0.2.1\n");
  EXPECT_TRUE(matches_pattern_file(path("file"), Side::kServer, test.evaluation));
}

TEST_F(PatternFile, AFileMayNameOthersToAnyReasonableDepth) {
  for (int i = 0; i < 50; ++i)
    directory.write("f" + decimal(i), path("f" + decimal(i + 1)) + "\n");
  directory.write("f50", "10.1.2.3\n");
  EXPECT_TRUE(matches_file("f0"));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(PatternFile, NestingTooDeepIsWarnedOfAndHoldsNothing) {
  for (int i = 0; i < 100; ++i)
    directory.write("f" + decimal(i), path("f" + decimal(i + 1)) + "\n");
  directory.write("f100", "10.1.2.3\n");
  EXPECT_FALSE(matches_file("f0"));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("nests too deep")));
}

TEST_F(PatternFile, AFileIsNotReadInsideItself) {
  directory.write("one", path("two") + "\n10.1.2.3\n");
  directory.write("two", path("one") + "\n");
  EXPECT_TRUE(matches_file("one"));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("warning: TABLE, line 3: " + path("one") +
                                                  ": the pattern file leads back to itself or nests too "
                                                  "deep; skipped"));
}

TEST_F(PatternFile, AnotherNameOfTheSameFileIsKnownForWhatItIs) {
  directory.link("alias", path("file"));
  EXPECT_FALSE(matches(path("alias")));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("leads back to itself")));
}

TEST_F(PatternFile, FilesFromElsewhereAreKnownByTheirPaths) {
  test.evaluation.read_pattern_file = [](const std::string& name) {
    return make_file_text(name == "/outer" ? "/inner" : name == "/inner" ? "/outer 10.1.2.3" : "");
  };
  EXPECT_TRUE(matches_pattern_file("/outer", Side::kClient, test.evaluation));
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre(HasSubstr("/outer: the pattern file leads back to itself")));
}

TEST_F(PatternFile, AFileMayBeReadTwiceOneAfterTheOther) {
  directory.write("other", "10.9.9.9\n");
  EXPECT_FALSE(matches(concat({path("other"), " ", path("other"), "\n"})));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(PatternFile, AWordOf8191BytesIsAPatternAndALongerOneIsSkipped) {
  std::string word = "*";
  word.append(8190, '*');
  EXPECT_TRUE(matches(word));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
  EXPECT_FALSE(matches(word + "*\n"));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("longer than 8191 bytes")));
  EXPECT_TRUE(matches(word + "*\n10.1.2.3\n"));
}

TEST_F(PatternFile, AMissingFileHoldsNothingAndSaysNothing) {
  EXPECT_FALSE(matches_file("missing"));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(PatternFile, ADirectoryHoldsNothingAndSaysNothing) {
  EXPECT_FALSE(matches_file("."));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(PatternFile, WhatCannotBeOpenedIsWarnedOf) {
  directory.link("loop", "loop");
  EXPECT_FALSE(matches_file("loop"));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("warning: TABLE, line 3: open " + path("loop") +
                                                  ": Too many levels of symbolic links"));
}

}  // namespace
}  // namespace portreeve::wrappers
