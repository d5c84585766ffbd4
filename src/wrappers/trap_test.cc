#include "wrappers/trap.h"

#include <chrono>
#include <filesystem>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/decision.h"
#include "wrappers/recorders_for_tests.h"
#include "wrappers/table_cache.h"

namespace portreeve::wrappers {
namespace {

using Reason = Decision::Reason;

constexpr std::string_view kLoop = "(a link to itself)";
constexpr std::string_view kDirectory = "(a directory)";

// Two rule files and a client. In the texts "@/" stands for the directory of the pattern files "hashes",
// "loop" and "good".
struct Case {
  Trap trap = Trap::kUnreadableTable;
  std::string_view allow, deny;
  bool granted_otherwise = false;  // what the original does
  int line = 0;                    // where the trap is
  std::string_view address = "10.1.2.3";
  std::string_view name = "host.example.com";
};

// Decides by two files, with strict or without, and a second time by their index.
class Tried {
 public:
  Tried(std::string_view allow, std::string_view deny) {
    put("hosts.allow", allow);
    put("hosts.deny", deny);
    directory_.write("hashes", "# ALL of them\n");
    directory_.write("good", "10.9. 10.1.2.3\n");
    directory_.link("loop", "loop");
  }

  [[nodiscard]] std::string path(std::string_view name) const {
    return concat({directory_.path(), "/", name});
  }
  Decision decide_as(bool is_strict, std::string_view address, std::string_view name) {
    EvaluationForTests test(is_strict);
    test.request.client = {std::string(address), std::string(name)};
    test.request.server.port = 22;
    const Decision decision = decide({allow_, deny_}, cache_, test.evaluation, process_);
    trap = test.evaluation.trap();
    return decision;
  }

  std::optional<Trap> trap;

 private:
  void put(std::string_view name, std::string_view text) {
    if (text == kLoop) return directory_.link(name, name);
    if (text == kDirectory) return directory_.write(concat({name, "/file"}), "");
    std::string whole(text);
    for (std::size_t at = whole.find("@/"); at != std::string::npos; at = whole.find("@/"))
      whole.replace(at, 1, directory_.path());
    directory_.write(name, whole);
    // What was written just now is waited for (quiet_file.h).
    std::filesystem::last_write_time(path(name),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  }

  core::TemporaryDirectory directory_;
  const std::string allow_ = path("hosts.allow");
  const std::string deny_ = path("hosts.deny");
  TableCache cache_;
  ProcessForTests process_;
};

const std::string kTooLong = "ALL: " + std::string(2047, 'x') + "\n";

const std::vector<Case> kCases{
    {Trap::kUnreadableTable, kLoop, "", true},
    {Trap::kUnreadableTable, "", kLoop, false},
    {Trap::kTableIsDirectory, kDirectory, "", true},
    {Trap::kTableIsDirectory, "", kDirectory, true},
    {Trap::kUnterminatedLine, "ALL: 10.9.\nALL: ALL: deny", "", true, 1},
    {Trap::kUnterminatedLine, kTooLong, "", true, 0},
    {Trap::kUnterminatedLine, "", "ALL: ALL", false, 0},
    {Trap::kMissingSeparator, "", "ALL ALL\n", true, 1},
    {Trap::kMissingSeparator, "x\nALL: ALL\n", "", true, 1},
    {Trap::kMissingSeparator, "", "a]b: ALL\n", true, 1},
    {Trap::kSwallowedLine, "", "# x\\\nALL: ALL\n", true, 2},
    {Trap::kSwallowedLine, "# x\\\n\nALL: ALL\n", "", true, 2},
    {Trap::kHashInRule, "", "sshd: 10.9. # ALL of them\n", false, 1},
    {Trap::kHashInRule, "  # sshd: ALL\n", "ALL: ALL\n", true, 1},
    {Trap::kHashInRule, "", "vsftpd: ALL # not us\n", true, 1},
    {Trap::kHashInRule, "", "sshd: 10.9. \\\n#ALL\n", true, 2},
    {Trap::kHashInRule, "", "sshd: ALL EXCEPT 10.1.2.3 # x\n", true, 1},
    {Trap::kAddressGlobHitsName, "ALL: 10.1.*\n", "ALL: ALL\n", true, 1, "192.0.2.9", "10.1.evil.example"},
    {Trap::kAddressGlobHitsName, "", "ALL: ALL EXCEPT 1*\n", true, 1, "fe80::1", "1.evil.example"},
    {Trap::kNetworkLengthIsJunk, "ALL: [2001:db8::]/x\n", "ALL: ALL\n", true, 1, "fe80::1"},
    {Trap::kNetworkLengthIsJunk, "ALL: [2001:db8::]/\n", "ALL: ALL\n", true, 1, "fe80::1"},
    {Trap::kNetworkHasHostBits, "", "ALL: 10.1.2.3/24\n", true, 1},
    {Trap::kNetworkHasHostBits, "", "ALL: 10.1.2.3/24.0.0.0\n", true, 1},
    {Trap::kNetworkHasHostBits, "", "ALL: 10.9.9.9/24\n", true, 1},
    {Trap::kNetworkHasHostBits, "", "sshd@192.0.2.1/24: ALL\n", true, 1},
    {Trap::kNetworkHasHostBits, "ALL: ALL EXCEPT 10.1.2.3/24\n", "", true, 1},
    {Trap::kNetworkHasHostBits, "", "ALL: 10.1.2.3/24\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kNetworkMaskIsBad, "", "ALL: 0.0.0.0/0\n", true, 1},
    {Trap::kNetworkMaskIsBad, "", "ALL: 10.1.2.0/33\n", true, 1},
    {Trap::kNetworkMaskIsBad, "", "ALL: 10.1.2.3/255.255.255.255\n", true, 1},
    {Trap::kNetworkMaskIsBad, "", "ALL: 10.1.2.0/\n", true, 1},
    {Trap::kNetworkIsBad, "", "ALL: 10.1.2/24\n", true, 1},
    {Trap::kNetworkIsBad, "", "ALL: 10.1.2/24\n", true, 1, "fe80::1"},
    {Trap::kNetworkIsBad, "", "ALL: [10.0.0.0]/8\n", true, 1},
    {Trap::kNetworkIsBad, "", "ALL: [10.0.0.0]/8\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kNetworkIsBad, "", "ALL: [::]/129\n", true, 1, "fe80::1"},
    {Trap::kNetworkIsBad, "", "ALL: [::]/129\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kNetworkIsBad, "", "ALL: 10.1.*/16\n", true, 1},
    {Trap::kNetworkIsBad, "", "sshd@192.0.2/24: ALL\n", true, 1},
    {Trap::kNetworkIsBad, "ALL: ALL EXCEPT example.com/24\n", "", true, 1},
    {Trap::kMappedClient, "", "ALL: [::]/0\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kMappedClient, "", "ALL: [::ffff:0:0]/96\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kMappedClient, "", "ALL: [::ffff:10.1.0.0]/112\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kMappedClient, "", "ALL: [::ffff:10.1.2.3]\n", true, 1, "::ffff:10.1.2.3"},
    {Trap::kUnreadablePatternFile, "", "ALL: @/missing\n", true, 1},
    {Trap::kUnreadablePatternFile, "", "ALL: @/.\n", true, 1},
    {Trap::kUnreadablePatternFile, "", "ALL: @/loop\n", true, 1},
    {Trap::kUnreadablePatternFile, "ALL: ALL EXCEPT @/missing\n", "", true, 1},
    {Trap::kHashInPatternFile, "", "ALL: @/hashes\n", false, 1},
    {Trap::kHashInPatternFile, "ALL: @/hashes\n", "ALL: ALL\n", true, 1},
    {Trap::kPortWrapsAround, "4294967318: ALL\n", "ALL: ALL\n", true, 1},
    {Trap::kPortWrapsAround, "", "4294967319: ALL\n", true, 1},
    {Trap::kPortWrapsAround, "", "vsftpd 4294967318@192.0.2.9: ALL\n", true, 1},
    {Trap::kFailedAclexec, "", "ALL: ALL: aclexec false\n", true, 1},
};

class EachTrap : public ::testing::TestWithParam<Case> {};

TEST_P(EachTrap, AreRefusalsUnderStrictAlone) {
  const Case& given = GetParam();
  Tried tried(given.allow, given.deny);
  for (const char* const way : {"the text", "its index"}) {
    SCOPED_TRACE(concat({"by ", way, ": ", given.allow, " / ", given.deny}));
    EXPECT_EQ(tried.decide_as(false, given.address, given.name).is_granted, given.granted_otherwise);
    EXPECT_EQ(tried.trap, std::nullopt);

    const Decision decision = tried.decide_as(true, given.address, given.name);
    EXPECT_FALSE(decision.is_granted);
    EXPECT_EQ(decision.reason, Reason::kTrap);
    EXPECT_EQ(decision.line, given.line);
    EXPECT_EQ(tried.trap, given.trap);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EachTrap, ::testing::ValuesIn(kCases));

TEST(Traps, EachHasACase) {
  std::set<Trap> tried;
  for (const Case& given : kCases)
    tried.insert(given.trap);
  EXPECT_EQ(tried.size(), static_cast<std::size_t>(Trap::kFailedAclexec) + 1);
}

TEST(Traps, EachIsExplained) {
  for (int number = 0; number <= static_cast<int>(Trap::kFailedAclexec); ++number)
    EXPECT_NE(explanation(static_cast<Trap>(number)), "") << number;
}

// What strict leaves as it is.
struct Sound {
  std::string_view allow, deny;
  bool is_granted = false;
  std::string_view address = "10.1.2.3";
  std::string_view name = "host.example.com";
};
class SoundRules : public ::testing::TestWithParam<Sound> {};

TEST_P(SoundRules, DecideTheSameUnderStrict) {
  const Sound& given = GetParam();
  Tried tried(given.allow, given.deny);
  for (int way = 0; way < 2; ++way) {
    for (const bool is_strict : {false, true}) {
      const Decision decision = tried.decide_as(is_strict, given.address, given.name);
      EXPECT_EQ(decision.is_granted, given.is_granted) << given.allow << " / " << given.deny;
      EXPECT_NE(decision.reason, Reason::kTrap) << given.allow << " / " << given.deny;
      EXPECT_EQ(tried.trap, std::nullopt);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SoundRules,
    ::testing::Values(
        Sound{"", "", true}, Sound{"", "ALL: ALL\n", false}, Sound{"sshd: 10.1.\n", "ALL: ALL\n", true},
        // A trap behind the rule that decides is not met.
        Sound{"ALL: ALL\nno separator\n", "ALL: ALL", true},
        Sound{"", "ALL: 10.1.\nALL: 10.1.2.3/24\n", false},
        Sound{"ALL: 10.1.2.3 10.1.2.3/24\n", "ALL: ALL\n", true},
        // Nor is one in a list that is not looked at.
        Sound{"vsftpd: 10.1.2.3/24\n", "ALL: ALL\n", false},
        Sound{"ALL: 10.9. EXCEPT 10.1.2.3/24\n", "ALL: ALL\n", false},
        // Comments in the first column, and "#" within a word.
        Sound{"# ALL: ALL\n#\n", "ALL: ALL\n", false}, Sound{"ALL: a#b 10.1.2.3\n", "ALL: ALL\n", true},
        Sound{"ALL: \\\n10.1.2.3\n", "ALL: ALL\n", true},
        Sound{"sshd: 10.1.2.3: spawn true # note\n", "ALL: ALL\n", true},
        // Globs that are hit by the address, or are plainly for names.
        Sound{"ALL: 10.1.*\n", "ALL: ALL\n", true}, Sound{"ALL: *.example.com\n", "ALL: ALL\n", true},
        Sound{"ALL: 192.*\n", "ALL: ALL\n", false},
        // Networks as they should be, and those of the family that the client is not of.
        Sound{"ALL: 10.1.0.0/16\n", "ALL: ALL\n", true},
        Sound{"ALL: 10.1.0.0/16\n", "ALL: ALL\n", true, "::ffff:10.1.2.3"},
        Sound{"ALL: [2001:db8::]/32\n", "ALL: ALL\n", true, "2001:db8::1"},
        Sound{"ALL: [2001:db8::9]/32\n", "ALL: ALL\n", true, "2001:db8::1"},
        Sound{"ALL: [::]/0\n", "ALL: ALL\n", true, "::ffff:a01:203"},
        Sound{"ALL: [::]/x\n", "ALL: ALL\n", false}, Sound{"ALL: [::]/0\n", "ALL: ALL\n", false},
        Sound{"ALL: [2001:db8::]/32\n", "ALL: ALL\n", false, "::ffff:10.1.2.3"},
        Sound{"ALL: [::ffff:10.9.0.0]/112 [::ffff:10.9.9.9]\n", "ALL: ALL\n", false, "::ffff:10.1.2.3"},
        Sound{"", "ALL: 0.0.0.0/0\n", true, "fe80::1"}, Sound{"", "ALL: [::]/129\n", true},
        Sound{"ALL: @/good\n", "ALL: ALL\n", true}, Sound{"22: ALL\n", "ALL: ALL\n", true},
        Sound{"23: ALL\n", "ALL: ALL\n", false},
        // A failing aclexec in the allow table, and one that an option answers.
        Sound{"ALL: ALL: aclexec false\n", "ALL: ALL\n", false},
        Sound{"", "ALL: ALL: aclexec false: deny\n", false}, Sound{"", "ALL: ALL: aclexec true\n", false}));

TEST(Evaluation, KeepsTheFirstTrapUnderStrict) {
  EvaluationForTests test(true);
  test.evaluation.meet(Trap::kHashInRule);
  test.evaluation.meet(Trap::kMissingSeparator);
  EXPECT_EQ(test.evaluation.trap(), Trap::kHashInRule);
}

TEST(Evaluation, KeepsNoTrapOtherwise) {
  EvaluationForTests test;
  test.evaluation.meet(Trap::kHashInRule);
  EXPECT_EQ(test.evaluation.trap(), std::nullopt);
}

}  // namespace
}  // namespace portreeve::wrappers
