#include "wrappers/line_filter.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Filter : public ::testing::Test {
 protected:
  // How many lines at the start of a text are passed over.
  int skipped(std::string_view text) {
    LineFilter filter(text, test.evaluation);
    int lines = 0;
    const std::size_t bytes = filter.skip(text, lines);
    EXPECT_TRUE(bytes == 0 || text[bytes - 1] == '\n');
    return lines;
  }

  EvaluationForTests test;
};

TEST_F(Filter, PassesOverPlainLinesThatAreNotForTheRequest) {
  EXPECT_EQ(skipped("vsftpd: ALL\nsshd: 10.9.9.9, 10.8.\nsshd: 10.9.0.0/16 : allow\nsshd: 10.1.2.3\n"), 3);
}

TEST_F(Filter, PassesOverIpv6NetworksForAnIpv4Client) {
  EXPECT_EQ(
      skipped("sshd: [2001:db8::]/32\nsshd: [::]/0, [::]/junk, [not:an:address]/64 [::]/\nsshd: 10.1.2.3\n"),
      2);
}

TEST_F(Filter, PassesOverOtherNetworksForAnIpv6Client) {
  test.request.client.address = "2001:db8::7";
  EXPECT_EQ(skipped("sshd: 0.0.0.0/0.0.0.0\nsshd: [2001:db8:1::]/48\nsshd: [::1]/128 : allow\nsshd: ALL\n"),
            3);
}

TEST_F(Filter, StopsAtAnIpv6NetworkThatMatches) {
  test.request.client.address = "2001:db8::7";
  for (const std::string_view client :
       {"[2001:db8::]/32", "[::]/", "[::]/junk", "[2001:DB8::7]/128", "[2001:db8::7]"})
    EXPECT_EQ(skipped(concat({"sshd: ", client, "\n"})), 0) << client;
}

TEST_F(Filter, TellsLinesApartWhoseDaemonsBeginAlike) {
  EXPECT_EQ(skipped("ssh: ALL\nssh : ALL\nssh: ALL\nsshd: ALL\n"), 3);
  EXPECT_EQ(skipped("in.telnetd-other: ALL\nin.telnetd-other: ALL\nin.telnetd-othex: ALL\n"), 3);
  EXPECT_EQ(skipped("vsftpd: ALL\nvsftpd: ALL\nvsftpd sshd: ALL\n"), 2);
}

TEST_F(Filter, ReadsTheFirstNumberOfANetworkInAnyNotation) {
  EXPECT_EQ(skipped("sshd: 11.0.0.0/10, 11.0.0.0/255.0.0.0, 1.0.0.0/24, 100.0.0.0/24\n"), 1);
  for (const std::string_view client :
       {"012.1.2.0/24", "0xA.1.2.0/255.255.255.0", "8.0.0.0/5", "2.0.0.0/2.0.0.0", "10.0.0.0/8",
        "10.1.2.3/32", "0.0.0.0/0.0.0.0", "10.1.2.0/024"}) {
    EXPECT_EQ(skipped(concat({"sshd: ", client, "\n"})), 0) << client;
  }
}

TEST_F(Filter, StopsAtALineThatMatches) {
  for (const std::string_view client : {"10.1.2.3", "10.1.", ".2.3", "10.1.2.0/24", "10.1.2.0/255.255.255.0",
                                        "ALL", "all", "0xa.1.2.0/24", "10.9.9.9 10.1.2.3", "10.9.9.9,ALL"}) {
    EXPECT_EQ(skipped(concat({"sshd: ", client, "\n"})), 0) << client;
    EXPECT_EQ(skipped(concat({"ALL: ", client, "\n"})), 0) << client;
    EXPECT_EQ(skipped(concat({"known: ", client, "\n"})), 0) << client;
  }
}

TEST_F(Filter, StopsAtALineThatItIsNotSureOf) {
  for (const std::string_view line : {"sshd: host.example.com\n",
                                      "sshd: .example.org\n",
                                      "sshd: KNOWN\n",
                                      "sshd: LOCAL\n",
                                      "sshd: @group\n",
                                      "sshd: /file\n",
                                      "sshd: *\n",
                                      "sshd: bob@10.9.\n",
                                      "sshd: [::1]\n",
                                      "sshd: 10.9. EXCEPT 10.8.\n",
                                      "sshd vsftpd: 10.9.\n",
                                      "EXCEPT: 10.9.\n",
                                      "22: 10.9.\n",
                                      "ssh*: 10.9.\n",
                                      "x.: 10.9.\n",
                                      "# note\n",
                                      "\n",
                                      " sshd: 10.9.\n",
                                      "no separator\n",
                                      "sshd: 10.9. \\\nALL\n",
                                      "vsftpd: x",
                                      "sshd: 10.9.;ALL\n"}) {
    EXPECT_EQ(skipped(line), 0) << line;
  }
}

TEST_F(Filter, ANumberBehindAMinusIsAPortAndNoName) {
  test.request.server.port = 22;
  EXPECT_EQ(skipped("-4294967274: ALL\n"), 0);
}

TEST_F(Filter, PassesOverNamesOnceTheNameIsKnown) {
  (void)test.request.name(Side::kClient);
  EXPECT_EQ(skipped("sshd: other.example.com\nsshd: .example.org\nsshd: .example.com\n"), 2);
}

TEST_F(Filter, NeverAsksForTheName) {
  EXPECT_EQ(skipped("sshd: 10.9.\nsshd: .example.org\n"), 1);
  EXPECT_THAT(test.request.lookups, ElementsAre("client address"));
}

TEST_F(Filter, AsksForNothingWhereTheDaemonIsAnother) {
  EXPECT_EQ(skipped("vsftpd: .example.com\nvsftpd: 10.1.2.3\n"), 2);
  EXPECT_THAT(test.request.lookups, IsEmpty());
}

TEST_F(Filter, AsksForNothingForALineThatIsIncomplete) {
  EXPECT_EQ(skipped("sshd: 10.9.9.9"), 0);
  EXPECT_EQ(skipped("sshd: 10.9.9.9 " + std::string(3000, 'x') + "\n"), 0);
  EXPECT_THAT(test.request.lookups, IsEmpty());
}

TEST_F(Filter, StopsAtALineThatIsTooLong) {
  const std::string beginning = "vsftpd: ";
  EXPECT_EQ(skipped(beginning + std::string(2046 - beginning.size(), 'x') + "\n"), 1);
  EXPECT_EQ(skipped(beginning + std::string(2047 - beginning.size(), 'x') + "\n"), 0);
}

TEST_F(Filter, DoesNothingForATextWithNulBytes) {
  EXPECT_EQ(skipped(std::string("vsftpd: ALL\nvsftpd: x\0\n", 23)), 0);
}

TEST(StrictFilter, LooksAtEveryLineInFull) {
  EvaluationForTests test(true);
  const std::string_view text = "vsftpd: ALL\n";
  LineFilter filter(text, test.evaluation);
  int lines = 0;
  EXPECT_EQ(filter.skip(text, lines), 0U);
}

}  // namespace
}  // namespace portreeve::wrappers
