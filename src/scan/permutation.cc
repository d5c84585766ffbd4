// A Feistel network permutes the numbers of an even number of bits whatever its round function is (Luby and
// Rackoff, "How to construct pseudorandom permutations", 1988). A number that it takes outside of the range
// is put through it again until it falls inside, which keeps it a permutation of the range (Black and
// Rogaway, "Ciphers with arbitrary finite domains", 2002). The range fills at least a quarter of the domain,
// so that is at most four steps on average.

#include "scan/permutation.h"

#include <bit>

namespace portreeve::scan {
namespace {

constexpr std::uint64_t kRounds = 4;

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): spreads every bit over all others.
std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

}  // namespace

Permutation::Permutation(std::uint64_t size, std::uint64_t seed)
    : size_(size), seed_(mix(seed + 1)), half_bits_(1) {
  while (std::bit_width(size == 0 ? 0 : size - 1) > std::uint64_t{2} * half_bits_)
    ++half_bits_;
}

std::uint64_t Permutation::shuffle(std::uint64_t number) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = number >> half_bits_;
  std::uint64_t right = number & mask;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const std::uint64_t mixed = left ^ (mix(seed_ + right * kRounds + round) & mask);
    left = right;
    right = mixed;
  }
  return left << half_bits_ | right;
}

std::uint64_t Permutation::at(std::uint64_t position) const {
  std::uint64_t number = shuffle(position);
  while (number >= size_)
    number = shuffle(number);
  return number;
}

}  // namespace portreeve::scan
