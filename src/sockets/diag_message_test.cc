#include "sockets/diag_message.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::attribute;
using for_tests::attribute_of_length;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::bytes_of_text;
using for_tests::operator+;

TEST(DiagAttributes, ComeInTheirOrderWithTheirValues) {
  const Bytes bytes = attribute(7, bytes_of_text("seven")) + attribute(1, Bytes()) + attribute(3, 9);
  DiagAttributes attributes(bytes);
  auto next = attributes.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->type, 7);
  EXPECT_EQ(read_text(next->value), "seven");
  next = attributes.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->type, 1);
  EXPECT_TRUE(next->value.empty());
  next = attributes.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->type, 3);
  EXPECT_EQ(read_structure<std::uint8_t>(next->value), 9);
  EXPECT_FALSE(attributes.next());
  EXPECT_TRUE(attributes.check());
}

TEST(DiagAttributes, LeaveTheFlagsOutOfTheType) {
  const Bytes bytes = attribute(NLA_F_NESTED | 7, Bytes()) + attribute(NLA_F_NET_BYTEORDER | 8, Bytes());
  DiagAttributes attributes(bytes);
  EXPECT_EQ(attributes.next()->type, 7);
  EXPECT_EQ(attributes.next()->type, 8);
}

TEST(DiagAttributes, TheLastOneMayLackItsPadding) {
  Bytes bytes = attribute(3, 9);
  bytes.resize(5);
  DiagAttributes attributes(bytes);
  ASSERT_TRUE(attributes.next());
  EXPECT_FALSE(attributes.next());
  EXPECT_TRUE(attributes.check());
}

TEST(DiagAttributes, StopAtALengthThatCannotBe) {
  constexpr std::uint16_t kLengths[] = {0, 3, 5, 8, 0xffff};
  for (const std::uint16_t length : kLengths) {
    const Bytes bytes = attribute(1, 1) + attribute_of_length(2, length);
    DiagAttributes attributes(bytes);
    EXPECT_TRUE(attributes.next());
    EXPECT_FALSE(attributes.next()) << length;
    EXPECT_FALSE(attributes.check()) << length;
  }
}

TEST(ReadStructure, FillsUpWithZeros) {
  const Bytes three(3, std::byte{0xff});
  EXPECT_EQ(read_structure<std::uint32_t>(three), 0x00ff'ffffu);
  EXPECT_EQ(read_structure<std::uint16_t>(three), 0xffffu);
  EXPECT_EQ(read_structure<std::uint32_t>({}), 0u);
}

TEST(ReadText, EndsAtTheFirstNul) {
  EXPECT_EQ(read_text(bytes_of_text(std::string_view("cubic\0junk", 10))), "cubic");
  EXPECT_EQ(read_text(bytes_of_text("cubic")), "cubic");
  EXPECT_EQ(read_text({}), "");
}

TEST(ReadMemoryUse, TakesTheKernelsOrder) {
  const std::array<std::uint32_t, 9> numbers{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const MemoryUse memory = read_memory_use(bytes_of(numbers));
  EXPECT_EQ(memory.receive_allocated, 1u);
  EXPECT_EQ(memory.receive_limit, 2u);
  EXPECT_EQ(memory.transmit_allocated, 3u);
  EXPECT_EQ(memory.transmit_limit, 4u);
  EXPECT_EQ(memory.forward_allocated, 5u);
  EXPECT_EQ(memory.transmit_queued, 6u);
  EXPECT_EQ(memory.options, 7u);
  EXPECT_EQ(memory.backlog, 8u);
  EXPECT_EQ(memory.drops, 9u);
}

TEST(ReadMemoryUse, AnOlderKernelKnowsFewerAndANewerOneMore) {
  const std::array<std::uint32_t, 8> older{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(read_memory_use(bytes_of(older)).backlog, 8u);
  EXPECT_EQ(read_memory_use(bytes_of(older)).drops, 0u);
  const std::array<std::uint32_t, 12> newer{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  EXPECT_EQ(read_memory_use(bytes_of(newer)).drops, 9u);
}

TEST(ReadCookie, PutsTheLowHalfFirst) {
  EXPECT_EQ(read_cookie({1, 2}), 0x2'0000'0001u);
  EXPECT_EQ(read_cookie({~0u, ~0u}), 0u);
}

TEST(StateMask, HasABitForEachState) {
  EXPECT_EQ(state_mask({State::kListen, State::kEstablished}), 1u << 10 | 1u << 1);
  EXPECT_EQ(state_mask({}), ~0u);
}

}  // namespace
}  // namespace portreeve::sockets
