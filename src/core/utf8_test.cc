#include "core/utf8.h"

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

struct Sequence {
  std::string_view bytes;
  std::size_t length;
  char32_t value;
  bool valid;
};
class Utf8 : public ::testing::TestWithParam<Sequence> {};

TEST_P(Utf8, IsDecodedByRfc3629) {
  const Utf8Character character = next_utf8_character(GetParam().bytes);
  EXPECT_EQ(character.valid, GetParam().valid);
  EXPECT_EQ(character.length, GetParam().length);
  EXPECT_EQ(character.value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Sequences, Utf8,
    ::testing::Values(Sequence{"a", 1, 'a', true}, Sequence{"\x7f", 1, 0x7F, true},
                      Sequence{"\xC2\x80", 2, 0x80, true}, Sequence{"\xDF\xBF", 2, 0x7FF, true},
                      Sequence{"\xE0\xA0\x80", 3, 0x800, true}, Sequence{"\xEF\xBF\xBF", 3, 0xFFFF, true},
                      Sequence{"\xF0\x90\x80\x80", 4, 0x10000, true},
                      Sequence{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, true},
                      Sequence{"\xF4\x90\x80\x80", 1, 0xF4, false},  // above U+10FFFF
                      Sequence{"\xC1\xBF", 1, 0xC1, false},          // overlong
                      Sequence{"\xE0\x9F\xBF", 1, 0xE0, false}, Sequence{"\xF0\x8F\xBF\xBF", 1, 0xF0, false},
                      Sequence{"\xED\xA0\x80", 1, 0xED, false},  // surrogate
                      Sequence{"\x80", 1, 0x80, false},          // continuation without a lead
                      Sequence{"\xC2", 1, 0xC2, false},          // cut off
                      Sequence{"\xC2\x41", 1, 0xC2, false},
                      Sequence{"\xF8\x88\x80\x80\x80", 1, 0xF8, false}));

TEST(DisplayWidth, CountsTerminalColumns) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("sshd"), 4u);
  EXPECT_EQ(display_width("caf\u00E9"), 4u);
  EXPECT_EQ(display_width("cafe\u0301"), 4u);    // a combining accent
  EXPECT_EQ(display_width("\u65E5\u672C"), 4u);  // wide
  EXPECT_EQ(display_width("\U0001F600"), 2u);    // emoji
  EXPECT_EQ(display_width("\xff\xfe"), 2u);      // invalid bytes
}

TEST(FitColumns, EndsBetweenCharacters) {
  EXPECT_EQ(fit_columns("sshd", 2), "ss");
  EXPECT_EQ(fit_columns("sshd", 9), "sshd");
  EXPECT_EQ(fit_columns("\u65E5\u672C", 3), "\u65E5");
  EXPECT_EQ(fit_columns("\u65E5", 1), "");
  EXPECT_EQ(fit_columns("e\u0301x", 1), "e\u0301");  // the accent belongs to its letter
}

}  // namespace
}  // namespace portreeve::core
