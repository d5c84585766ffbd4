#include "audit/shell.h"

#include <gtest/gtest.h>

namespace portreeve::audit {
namespace {

TEST(ShellWord, PlainTextStaysAsItIs) {
  EXPECT_EQ(shell_word("net.ipv4.conf.eth0.rp_filter=1"), "net.ipv4.conf.eth0.rp_filter=1");
}

TEST(ShellWord, WhatMeansSomethingToAShellIsQuoted) {
  EXPECT_EQ(shell_word("eth0;reboot"), "'eth0;reboot'");
  EXPECT_EQ(shell_word("$(id)"), "'$(id)'");
  EXPECT_EQ(shell_word("*"), "'*'");
  EXPECT_EQ(shell_word("a b\nc"), "'a b\nc'");
}

TEST(ShellWord, AQuoteInsideEndsAndResumesTheQuotes) {
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(ShellWord, AnEmptyTextIsStillAWord) {
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace portreeve::audit
