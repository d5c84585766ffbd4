#include "scan/permutation.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace portreeve::scan {
namespace {

std::vector<std::uint64_t> order(std::uint64_t size, std::uint64_t seed) {
  const Permutation permutation(size, seed);
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t i = 0; i < size; ++i)
    numbers.push_back(permutation.at(i));
  return numbers;
}

class PermutationSizeTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PermutationSizeTest, HasEveryNumberOnce) {
  std::vector<std::uint64_t> numbers = order(GetParam(), 1);
  std::ranges::sort(numbers);
  for (std::uint64_t i = 0; i < numbers.size(); ++i)
    ASSERT_EQ(numbers[i], i);
}

INSTANTIATE_TEST_SUITE_P(, PermutationSizeTest,
                         testing::Values(0, 1, 2, 3, 4, 5, 16, 17, 100, 1000, 65535, 65536, 65537));

TEST(PermutationTest, IsChosenByTheSeed) {
  EXPECT_EQ(order(1000, 7), order(1000, 7));
  EXPECT_NE(order(1000, 7), order(1000, 8));
}

TEST(PermutationTest, SpreadsNeighbours) {
  // Of a random order of 10,000 numbers about two neighbours differ by one.
  const std::vector<std::uint64_t> numbers = order(10'000, 1);
  int together = 0;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    const auto difference = static_cast<std::int64_t>(numbers[i]) - static_cast<std::int64_t>(numbers[i - 1]);
    if (difference == 1 || difference == -1) ++together;
  }
  EXPECT_LT(together, 20);
}

}  // namespace
}  // namespace portreeve::scan
