#include "cli/netstat_arguments.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"

namespace portreeve::cli {
namespace {

using testing::HasSubstr;

tl::expected<NetstatArguments, std::string> parse(const std::string& line) {
  std::vector<std::string> words;
  for (const std::string_view word : core::split_words(line))
    words.emplace_back(word);
  return parse_netstat_arguments(words);
}

TEST(NetstatArguments, TheCommandsOfTheChapterAreUnderstood) {
  const auto all = parse("-pan -A inet,inet6").value();
  EXPECT_TRUE(all.text.programs && all.text.all && all.numeric_hosts && all.numeric_ports &&
              all.numeric_users);
  EXPECT_TRUE(all.tcp && all.sctp && all.udp && all.udplite && all.raw && all.ipv4 && all.ipv6);
  EXPECT_FALSE(all.local);

  const auto listening = parse("-tlnw").value();
  EXPECT_TRUE(listening.tcp && listening.raw && listening.text.listening && listening.ipv4 && listening.ipv6);
  EXPECT_FALSE(listening.udp || listening.sctp || listening.local);

  const auto sctp = parse("-plnS").value();
  EXPECT_TRUE(sctp.sctp && sctp.text.programs && sctp.text.listening);
  EXPECT_FALSE(sctp.tcp || sctp.local);
}

TEST(NetstatArguments, NothingNamedMeansEverything) {
  const auto arguments = parse("-n").value();
  EXPECT_TRUE(arguments.has_internet() && arguments.ipv4 && arguments.ipv6 && arguments.local);
}

TEST(NetstatArguments, ProtocolsThatAreFilledInWereNotNamed) {
  for (const char* const line : {"", "-an", "-A inet,inet6", "-x", "-6"})
    EXPECT_FALSE(parse(line)->protocols_named) << line;
  for (const char* const line : {"-S", "-plnS", "-t -4", "-xU"})
    EXPECT_TRUE(parse(line)->protocols_named) << line;
}

TEST(NetstatArguments, LongOptionsMayBeShortened) {
  const auto arguments = parse("--tcp --listen --numeric-p --prog --wid --ex --ti").value();
  EXPECT_TRUE(arguments.tcp && arguments.text.listening && arguments.numeric_ports &&
              arguments.text.programs && arguments.text.wide && arguments.text.extended &&
              arguments.text.timers);
  EXPECT_FALSE(arguments.numeric_hosts);
}

TEST(NetstatArguments, FamiliesChooseProtocols) {
  EXPECT_TRUE(parse("-6")->ipv6);
  EXPECT_FALSE(parse("-6")->ipv4);
  EXPECT_TRUE(parse("-6")->udp);
  EXPECT_TRUE(parse("-x")->local);
  EXPECT_FALSE(parse("-x")->has_internet());
  EXPECT_TRUE(parse("--protocol=unix,inet")->local);
}

TEST(NetstatArguments, WhatIsNoSocketIsPointedElsewhere) {
  EXPECT_THAT(parse("-rn").error(), HasSubstr("ip route"));
  EXPECT_THAT(parse("-i").error(), HasSubstr("ip -s link"));
  EXPECT_THAT(parse("-s").error(), HasSubstr("nstat"));
  EXPECT_THAT(parse("-g").error(), HasSubstr("ip maddress"));
  EXPECT_THAT(parse("-A ax25").error(), HasSubstr("ax25"));
}

TEST(NetstatArguments, AnUnknownOptionIsNamed) {
  EXPECT_THAT(parse("-tQ").error(), HasSubstr("-Q"));
  EXPECT_THAT(parse("--nothing").error(), HasSubstr("--nothing"));
  EXPECT_THAT(parse("-A").error(), HasSubstr("-A"));
}

}  // namespace
}  // namespace portreeve::cli
