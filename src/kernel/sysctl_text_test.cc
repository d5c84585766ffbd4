#include "kernel/sysctl_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The lines of a text as "number key=value", "number -key=value" or "number -key".
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> shown;
  for (const SysctlLine& line : parse_sysctl_text("f", text).lines) {
    shown.push_back(std::to_string(line.number) + " " +
                    (line.is_exclusion || line.ignores_errors ? "-" : "") + line.key +
                    (line.is_exclusion ? "" : "=" + line.value));
  }
  return shown;
}

TEST(SysctlText, BlanksCommentsAndLineEndsDoNotMatter) {
  EXPECT_THAT(lines_of("# c\n; c = d\n\n  \t\n net.a.b \t=  1  \r\nnet.c=2"),
              ElementsAre("5 net/a/b=1", "6 net/c=2"));
}

TEST(SysctlText, AMinusIgnoresErrorsAndWithoutAValueItExcludes) {
  EXPECT_THAT(lines_of("-net.a = 1\n-net.b\n- net/c\n"), ElementsAre("1 -net/a=1", "2 -net/b", "3 -net/c"));
}

TEST(SysctlText, TheValueIsAllBehindTheFirstEqualsSign) {
  EXPECT_THAT(lines_of("net.a = b = c # d\nnet.e =\n"), ElementsAre("1 net/a=b = c # d", "2 net/e="));
}

TEST(SysctlText, ALineThatCannotBeUnderstoodIsNamedAndTheRestGoesOn) {
  const SysctlText parsed = parse_sysctl_text("/etc/x.conf", "net.a\nnet. b = 1\n=2\nnet.c = 3\n");
  EXPECT_THAT(parsed.lines, SizeIs(1));
  ASSERT_THAT(parsed.mistakes, SizeIs(3));
  EXPECT_THAT(parsed.mistakes[0].to_string(), HasSubstr("/etc/x.conf:1: cannot parse the line \"net.a\""));
  EXPECT_THAT(parsed.mistakes[1].to_string(), HasSubstr("/etc/x.conf:2: "));
  EXPECT_THAT(parsed.mistakes[2].to_string(), HasSubstr("/etc/x.conf:3: "));
}

TEST(SysctlText, ALineOfMoreThanAMegabyteIsAMistake) {
  const std::string text = "net.a = " + std::string(kLongestSysctlLine, '1') + "\nnet.b = 2\n";
  const SysctlText parsed = parse_sysctl_text("f", text);
  EXPECT_THAT(parsed.lines, SizeIs(1));
  ASSERT_THAT(parsed.mistakes, SizeIs(1));
  EXPECT_LT(parsed.mistakes[0].to_string().size(), 400U);
}

TEST(SysctlText, TheFirstSeparatorDecides) {
  EXPECT_EQ(sysctl_file_of_key("net.ipv4.ip_forward"), "net/ipv4/ip_forward");
  EXPECT_EQ(sysctl_file_of_key("net/ipv4/conf/e0.100/rp_filter"), "net/ipv4/conf/e0.100/rp_filter");
  EXPECT_EQ(sysctl_file_of_key("net.ipv4.conf.e0/100.rp_filter"), "net/ipv4/conf/e0.100/rp_filter");
  EXPECT_EQ(sysctl_file_of_key("net.ipv4.conf.e0.100.rp_filter"), "net/ipv4/conf/e0/100/rp_filter");
  EXPECT_EQ(sysctl_file_of_key("/net/ipv4/ip_forward"), "net/ipv4/ip_forward");
  EXPECT_EQ(sysctl_file_of_key(""), "");
  EXPECT_EQ(sysctl_file_of_key("///"), "");
}

TEST(SysctlText, APatternHasACharacterOfGlob) {
  for (const auto* const key : {"net/*/a", "net/?", "net/[ab]"})
    EXPECT_TRUE((SysctlLine{.number = 1, .key = key, .value = ""}).is_pattern()) << key;
  EXPECT_FALSE((SysctlLine{.number = 1, .key = "net/a", .value = ""}).is_pattern());
}

struct Number {
  std::string_view text;
  std::optional<std::int64_t> number;
};
class SysctlNumber : public ::testing::TestWithParam<Number> {};

TEST_P(SysctlNumber, IsWhatTheKernelMakesOfTheText) {
  EXPECT_EQ(number_of_sysctl_value(GetParam().text), GetParam().number) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Values, SysctlNumber,
                         ::testing::Values(Number{"1", 1}, Number{" -1\n", -1}, Number{"0x2", 2},
                                           Number{"010", 8}, Number{"0", 0}, Number{"1 2", 1},
                                           Number{"1 # c", 1}, Number{"2147483647", 2147483647},
                                           Number{"2147483648", std::nullopt}, Number{"", std::nullopt},
                                           Number{"-", std::nullopt}, Number{"--1", std::nullopt},
                                           Number{"0x", std::nullopt}, Number{"09", std::nullopt},
                                           Number{"1,2", std::nullopt}, Number{"yes", std::nullopt}));

TEST(SysctlText, AnEmptyTextHasNoLines) {
  EXPECT_THAT(lines_of(""), IsEmpty());
}

}  // namespace
}  // namespace portreeve::kernel
