#include "wrappers/eight_bytes.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

// How many bytes at the start of a text of eight are among `those`.
std::size_t count(std::string_view text, std::string_view those) {
  return std::min(text.find_first_not_of(those), std::size_t{8});
}

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

TEST(EightBytes, CountsRunsOfEachKindOfByteWhateverStandsBeforeAndBehind) {
  const std::string numeric = "0123456789.";
  const std::string named = numeric + std::string(kLetters) + "-_";
  const std::string ipv6 = numeric + std::string(kLetters) + ":";
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 8; ++place) {
      for (const char other : {'1', 'z', '\0', '\xff'}) {
        std::string text(8, '1');
        for (std::size_t behind = place + 1; behind < 8; ++behind)
          text[behind] = other;
        text[place] = static_cast<char>(byte);
        const EightBytes bytes(text.data());
        EXPECT_EQ(bytes.count_numeric(), count(text, numeric)) << byte << " at " << place;
        EXPECT_EQ(bytes.count_named(), count(text, named)) << byte << " at " << place;
        EXPECT_EQ(bytes.count_ipv6(), count(text, ipv6)) << byte << " at " << place;
      }
    }
  }
}

TEST(EightBytes, LowersAsciiLettersAlone) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(8, static_cast<char>(byte));
    const bool is_upper = byte >= 'A' && byte <= 'Z';
    const std::string lower(8, static_cast<char>(is_upper ? byte + 0x20 : byte));
    EXPECT_EQ(EightBytes(text.data()).in_lower_case().value(), EightBytes(lower.data()).value()) << byte;
  }
}

TEST(EightBytes, ComparesAsManyBytesAsItIsAskedTo) {
  const EightBytes one("abcdefgh");
  for (std::size_t place = 0; place < 8; ++place) {
    std::string text = "abcdefgh";
    text[place] = 'X';
    for (std::size_t length = 0; length <= 8; ++length) {
      EXPECT_EQ(one.begins_like(EightBytes(text.data()), length), length <= place) << place << " " << length;
    }
  }
}

TEST(EightBytes, AShortTextIsFilledUpWithZeros) {
  for (std::size_t length = 0; length < 8; ++length) {
    const std::string text = std::string(
        "\xff"
        "bcdefg",
        length);
    std::string filled = text;
    filled.resize(8);
    EXPECT_EQ(EightBytes(std::string_view(text)).value(), EightBytes(filled.data()).value()) << length;
  }
}

}  // namespace
}  // namespace portreeve::wrappers
