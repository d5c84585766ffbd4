#include "wrappers/rule_texts.h"

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using Kind = TableMatch::Kind;

class Texts : public ::testing::Test {
 protected:
  // Looks the client up in the allow table of the captured host.
  Kind look_up(bool is_strict = false) {
    const auto root = core::SystemRoot::capture(directory.path());
    const auto files = RuleTexts::read(*root, {});
    unseen = files.unseen.size();
    EvaluationForTests test(is_strict);
    std::string buffer;
    const Kind kind = RuleTexts(files.value).find_match("/etc/hosts.allow", test.evaluation, buffer).kind;
    trap = test.evaluation.trap();
    return kind;
  }

  core::TemporaryDirectory directory;
  std::size_t unseen = 0;
  std::optional<Trap> trap;
};

TEST_F(Texts, AnswerAsTheFileWould) {
  directory.write("etc/hosts.allow", "ALL: 10.1.\n");
  EXPECT_EQ(look_up(), Kind::kMatched);
}

TEST_F(Texts, OfAMissingFileHaveNoRules) {
  EXPECT_EQ(look_up(), Kind::kNone);
  EXPECT_EQ(look_up(true), Kind::kNone);
  EXPECT_EQ(unseen, 0U);
}

TEST_F(Texts, OfADirectoryHaveNoRulesButUnderStrictATrap) {
  directory.write("etc/hosts.allow/file", "");
  EXPECT_EQ(look_up(), Kind::kNone);
  EXPECT_EQ(look_up(true), Kind::kTrapped);
  EXPECT_EQ(trap, Trap::kTableIsDirectory);
}

TEST_F(Texts, ThatCannotBeReadAreUnreadableAndUnderStrictATrap) {
  directory.link("etc/hosts.allow", "hosts.allow");
  EXPECT_EQ(look_up(), Kind::kUnreadable);
  EXPECT_EQ(unseen, 1U);
  EXPECT_EQ(look_up(true), Kind::kTrapped);
  EXPECT_EQ(trap, Trap::kUnreadableTable);
}

}  // namespace
}  // namespace portreeve::wrappers
