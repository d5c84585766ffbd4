#include "wrappers/host_pattern.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The client is 10.1.2.3, host.example.com, unless a case says otherwise.
struct Case {
  std::string_view pattern;
  bool matches = false;
  const char* address = "10.1.2.3";
  const char* name = "host.example.com";
};
class HostPatterns : public ::testing::TestWithParam<Case> {};

TEST_P(HostPatterns, AsTheLanguageSays) {
  EvaluationForTests test;
  test.request.client = {GetParam().address, GetParam().name};
  EXPECT_EQ(matches_host(GetParam().pattern, Side::kClient, test.evaluation), GetParam().matches)
      << GetParam().pattern << " and " << GetParam().address << " " << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    AddressesAndNames, HostPatterns,
    ::testing::Values(Case{"10.1.2.3", true}, Case{"10.1.2.", true}, Case{".2.3", true}, Case{"10.1.2.4"},
                      Case{"HOST.example.com", true}, Case{".example.com", true}, Case{"host.", true},
                      Case{"example.com"}, Case{"ALL", true}, Case{"unknown"},
                      Case{"UNKNOWN", true, "10.1.2.3", "unknown"}, Case{"UNKNOWN", true, "unknown"},
                      Case{"PARANOID", true, "10.1.2.3", "paranoid"}, Case{"PARANOID"}, Case{""}));

INSTANTIATE_TEST_SUITE_P(Keywords, HostPatterns,
                         ::testing::Values(Case{"KNOWN", true}, Case{"known", true},
                                           Case{"KNOWN", false, "unknown"},
                                           Case{"KNOWN", false, "10.1.2.3", "unknown"},
                                           Case{"KNOWN", false, "10.1.2.3", "Paranoid"}, Case{"LOCAL"},
                                           Case{"local", true, "10.1.2.3", "host"},
                                           Case{"LOCAL", false, "10.1.2.3", "unknown"},
                                           Case{"LOCAL", false, "10.1.2.3", "paranoid"}));

INSTANTIATE_TEST_SUITE_P(
    Networks, HostPatterns,
    ::testing::Values(
        Case{"10.1.0.0/16", true}, Case{"10.1.0.0/255.255.0.0", true},
        Case{"10.1.0.0/16", true, "::ffff:10.1.2.3"}, Case{"10.1.0.0/16", false, "unknown", "10.1.2.3"},
        Case{"10.1.2.3/16"}, Case{"0.0.0.0/0"}, Case{"0.0.0.0/0.0.0.0", true},
        Case{"0.0.0.0/0.0.0.0", false, "255.255.255.255"}, Case{"[2001:db8::]/32", true, "2001:db8::7"},
        Case{"[2001:db8::9]/32", true, "2001:db8::7"}, Case{"[2001:db8::7]", true, "2001:db8::7"},
        Case{"[fe80::1]", true, "fe80::1%lo"}, Case{"[::]/0", false, "::ffff:10.1.2.3"},
        Case{"[::]/0", true, "::ffff:a01:203"}, Case{"[::ffff:10.1.2.3]", false, "::ffff:10.1.2.3"},
        Case{"[::]/x", true, "fe80::1"}, Case{"2001:db8::/32", false, "2001:db8::7"}, Case{"[::]/0"}));

INSTANTIATE_TEST_SUITE_P(Globs, HostPatterns,
                         ::testing::Values(Case{"10.1.*", true}, Case{"10.?.2.3", true}, Case{"10.2.*"},
                                           Case{"*.example.com", true},
                                           Case{"10.1.*", true, "192.0.2.9", "10.1.evil.example"},
                                           Case{"10.1.", false, "192.0.2.9", "10.1.evil.example"},
                                           Case{"10.1.*/16"}));

// Nobody is asked for a name that the answer does not depend on: it costs a second, and its owner sees it.
struct Lookup {
  std::string_view pattern;
  std::vector<std::string> lookups;
};
class LookUps : public ::testing::TestWithParam<Lookup> {};

TEST_P(LookUps, AreMadeForWhatIsCompared) {
  EvaluationForTests test;
  (void)matches_host(GetParam().pattern, Side::kClient, test.evaluation);
  EXPECT_EQ(test.request.lookups, GetParam().lookups) << GetParam().pattern;
}

const std::vector<std::string> kAddressAlone{"client address"};
const std::vector<std::string> kAddressThenName{"client address", "client name"};

INSTANTIATE_TEST_SUITE_P(
    Patterns, LookUps,
    ::testing::Values(Lookup{"10.9.9.9", kAddressAlone}, Lookup{"10.9.", kAddressAlone},
                      Lookup{".9", kAddressAlone}, Lookup{"10.9.0.0/16", kAddressAlone},
                      Lookup{"[2001:db8::]/32", kAddressAlone}, Lookup{"ALL", kAddressAlone},
                      Lookup{"10.1.*", kAddressAlone}, Lookup{"10.9.*", kAddressThenName},
                      Lookup{"[2001:db8::1]", kAddressThenName}, Lookup{".example.org", kAddressThenName},
                      Lookup{"UNKNOWN", kAddressThenName}, Lookup{"LOCAL", {"client name"}},
                      Lookup{"KNOWN", {"client name", "client address"}}, Lookup{"@group", {"client name"}},
                      Lookup{"/nonexistent/file", {}}));

TEST(HostPatterns, ANameIsNotComparedWhereTheAddressMatches) {
  EvaluationForTests test;
  EXPECT_TRUE(matches_host("1*", Side::kServer, test.evaluation));
  EXPECT_THAT(test.request.lookups, ElementsAre("server address"));
}

TEST(HostPatterns, ANetgroupThatIsNotThereHoldsNobody) {
  EvaluationForTests test;
  EXPECT_FALSE(matches_host("@nosuchnetgroup", Side::kClient, test.evaluation));
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST(MayNeedName, IsTrueOfEveryPatternThatAsksForOne) {
  for (const std::string_view pattern : {"@group", "/file", "KNOWN", "LOCAL", "host", ".example", "10.1.*",
                                         "[2001:db8::1]", "UNKNOWN", "10.1.x."})
    EXPECT_TRUE(may_need_name(pattern)) << pattern;
  for (const std::string_view pattern : {"ALL", "10.1.2.3", "10.", ".3", "10.0.0.0/8", "[::]/0", "x/y"})
    EXPECT_FALSE(may_need_name(pattern)) << pattern;
}

TEST(IsAddressGlob, IsTrueOfDigitsDotsAndWildcardsWithADigitFirst) {
  EXPECT_TRUE(is_address_glob("10.1.*"));
  EXPECT_TRUE(is_address_glob("1?.1.2.3"));
  EXPECT_FALSE(is_address_glob("10.1."));
  EXPECT_FALSE(is_address_glob("*.1"));
  EXPECT_FALSE(is_address_glob("10.*.example.com"));
  EXPECT_FALSE(is_address_glob(""));
}

}  // namespace
}  // namespace portreeve::wrappers
