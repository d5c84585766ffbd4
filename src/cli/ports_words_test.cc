#include "cli/ports_words.h"

#include <gtest/gtest.h>

namespace portreeve::cli {
namespace {

using Words = std::vector<std::string>;

TEST(PortsWords, AnAddressInBracketsIsNoList) {
  EXPECT_EQ(with_bracketed_words({"src", "[::1]", "[::1]:22", "[", "x]"}),
            (Words{"src", "[::1]:", "[::1]:22", "[", "x]"}));
}

TEST(PortsWords, OtherCommandsStayAsTheyAre) {
  const Words words{"--root", "ports", "scan", "[::1]", "--as", "netstat"};
  EXPECT_EQ(with_plain_ports_words(words), words);
}

TEST(PortsWords, TheWordsOfSsStayAsTheyAre) {
  EXPECT_EQ(with_plain_ports_words({"--json", "ports", "-tln", "--as", "ss", "src", "[::1]"}),
            (Words{"--json", "ports", "--as=ss", "-tln", "src", "[::1]:"}));
}

TEST(PortsWords, TheWordsOfNetstatAreKeptApart) {
  EXPECT_EQ(
      with_plain_ports_words({"ports", "-tlnw", "--as=netstat", "-A", "inet", "--root", "/x", "--json"}),
      (Words{"ports", "--as=netstat", "--root", "/x", "--json", "--", "-tlnw", "-A", "inet"}));
}

TEST(PortsWords, TheLastAsCounts) {
  EXPECT_EQ(with_plain_ports_words({"ports", "--as", "netstat", "--as", "ss", "-t"}),
            (Words{"ports", "--as=ss", "-t"}));
}

}  // namespace
}  // namespace portreeve::cli
