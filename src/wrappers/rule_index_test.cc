#include "wrappers/rule_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/line_reader.h"
#include "wrappers/random_rules_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = TableMatch::Kind;

// What a search comes to, with everything that can be seen from outside.
struct Outcome {
  TableMatch match;
  std::string options;
  std::vector<std::string> told;
  std::vector<std::string> lookups;
  std::optional<Trap> trap;

  bool operator==(const Outcome& other) const {
    return match.kind == other.match.kind && match.line == other.match.line &&
           match.has_options == other.match.has_options && options == other.options && told == other.told &&
           lookups == other.lookups && trap == other.trap;
  }
};

std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  stream << "kind " << static_cast<int>(outcome.match.kind) << ", line " << outcome.match.line
         << ", options \"" << outcome.options << "\", trap "
         << (outcome.trap ? static_cast<int>(*outcome.trap) : -1);
  for (const std::string& line : outcome.told)
    stream << "\n  told: " << line;
  for (const std::string& lookup : outcome.lookups)
    stream << "\n  looked up: " << lookup;
  return stream;
}

template <typename Search>
Outcome outcome_of(unsigned seed, bool is_strict, const Search& search) {
  EvaluationForTests test(is_strict);
  RandomRules(seed).fill(test.request);
  test.evaluation.position.file = "TABLE";
  std::string buffer;
  const TableMatch match = search(test.evaluation, buffer);
  return {match, std::string(match.options), test.diagnostics.lines, test.request.lookups,
          test.evaluation.trap()};
}

// The language by its plainest reading: every line in full, one after the other.
TableMatch find_plainly(std::string_view text, Evaluation& evaluation, std::string& buffer) {
  LineReader lines(text);
  while (const auto line = lines.next()) {
    evaluation.position.line = line->number;
    const auto rule = parse_rule(line->text);
    if (!line->is_complete) {
      warn_of_unterminated_line(evaluation);
      return {evaluation.trap() ? Kind::kTrapped : Kind::kUnusable, line->number, false, {}};
    }
    if (is_blank_or_comment(line->text)) {
      if (line->physical_lines > 1 && line->text.starts_with('#')) evaluation.meet(Trap::kSwallowedLine);
    } else if (!rule) {
      warn_of_missing_separator(evaluation);
    } else if (matches_rule(*rule, evaluation)) {
      buffer = rule->options;
      return {Kind::kMatched, line->number, rule->has_options, buffer};
    }
    if (evaluation.trap()) return {Kind::kTrapped, line->number, false, {}};
  }
  return {};
}

constexpr unsigned kFiles = 6000;
constexpr unsigned kRequests = 4;

class EverySearch : public ::testing::TestWithParam<bool> {};

TEST_P(EverySearch, FindsTellsAndLooksUpTheSame) {
  const bool is_strict = GetParam();
  const core::TemporaryDirectory directory;
  directory.write("patterns", "10.1.2.4 host.example.org\n");
  const std::string pattern_file = directory.path() + "/patterns";
  int matches = 0;
  for (unsigned seed = 0; seed < kFiles; ++seed) {
    const std::string text = RandomRules(seed).file(pattern_file);
    const RuleIndex index(text, is_strict);
    for (unsigned request = seed * kRequests; request < (seed + 1) * kRequests; ++request) {
      const Outcome plain = outcome_of(request, is_strict, [&](Evaluation& evaluation, std::string& buffer) {
        return find_plainly(text, evaluation, buffer);
      });
      const Outcome streamed = outcome_of(
          request, is_strict,
          [&](Evaluation& evaluation, std::string& buffer) { return find_match(text, evaluation, buffer); });
      const Outcome indexed = outcome_of(
          request, is_strict,
          [&](Evaluation& evaluation, std::string& buffer) { return index.find_match(evaluation, buffer); });
      ASSERT_EQ(streamed, plain) << "request " << request << " of:\n" << text;
      ASSERT_EQ(indexed, plain) << "request " << request << " of:\n" << text;
      matches += plain.match.kind == Kind::kMatched ? 1 : 0;
    }
  }
  // Else the words have nothing to do with each other, and the comparison says little.
  EXPECT_GT(matches, static_cast<int>(kFiles * kRequests / 10));
}

INSTANTIATE_TEST_SUITE_P(StrictOrNot, EverySearch, ::testing::Bool());

class Index : public ::testing::Test {
 protected:
  TableMatch find(std::string_view text) {
    return RuleIndex(text, false).find_match(test.evaluation, buffer);
  }

  EvaluationForTests test;
  std::string buffer;
};

TEST_F(Index, FindsTheFirstMatchAmongMany) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += "sshd: 10.2." + decimal(i % 256) + "." + decimal(i / 256) + "\n";
  text += "sshd: 10.1.2.3 : allow\nsshd: 10.1.\n";
  const TableMatch match = find(text);
  EXPECT_EQ(match.kind, Kind::kMatched);
  EXPECT_EQ(match.line, 1001);
  EXPECT_EQ(match.options, " allow\n");
}

TEST_F(Index, OfAnEmptyTextFindsNothing) {
  EXPECT_EQ(find("").kind, Kind::kNone);
  EXPECT_THAT(test.request.lookups, IsEmpty());
}

TEST_F(Index, LooksNoNameUpForOtherDaemons) {
  EXPECT_EQ(find("vsftpd: .example.com\nsshd: 10.9.\n").kind, Kind::kNone);
  EXPECT_THAT(test.request.lookups, ElementsAre("client address"));
}

TEST_F(Index, FindsARuleForMoreDaemonsThanItKeepsApart) {
  EXPECT_EQ(find("a b c d e f sshd: 10.1.2.3\n").kind, Kind::kMatched);
}

TEST_F(Index, FindsLiteralsLongerThanAnyName) {
  test.request.client.name = std::string(300, 'a');
  EXPECT_EQ(find("ALL: " + std::string(299, 'a') + "*\n").kind, Kind::kMatched);
  EXPECT_EQ(find("ALL: *" + std::string(299, 'a') + "\n").kind, Kind::kMatched);
  EXPECT_EQ(find("ALL: " + std::string(300, 'A') + "\n").kind, Kind::kMatched);
}

TEST_F(Index, FindsMoreKeysThanItHasRoomForAtFirst) {
  std::string text;
  for (int length = 1; length < 60; ++length)
    text += "ALL: " + std::string(static_cast<std::size_t>(length), 'a') + "* EXCEPT ALL\n";
  text += "ALL: " + std::string(60, 'a') + "*\n";
  test.request.client.name = std::string(100, 'a');
  EXPECT_EQ(find(text).line, 60);
}

TEST_F(Index, MayBeAskedAgainAndAgain) {
  const RuleIndex index("sshd: 10.9.\nsshd: .example.com\n", false);
  for (int i = 0; i < 3; ++i) {
    EvaluationForTests one;
    EXPECT_EQ(index.find_match(one.evaluation, buffer).line, 2);
    one.request.client.name = "host.example.org";
    EvaluationForTests other;
    other.request.client.name = "host.example.org";
    EXPECT_EQ(index.find_match(other.evaluation, buffer).kind, Kind::kNone);
  }
}

}  // namespace
}  // namespace portreeve::wrappers
