#pragma once

#include <cstdint>

namespace portreeve::scan {

/// A pseudo-random order of the numbers 0 to size-1 that takes no memory: at(0), at(1), ... at(size-1) are
/// those numbers, each once, in an order that the seed chooses. Not a secret: it only spreads probes over
/// hosts and ports, so that no host gets them all at once.
class Permutation {
 public:
  Permutation(std::uint64_t size, std::uint64_t seed);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// REQUIRES: position < size().
  [[nodiscard]] std::uint64_t at(std::uint64_t position) const;

 private:
  /// One step of the permutation of all numbers of twice half_bits_ bits.
  [[nodiscard]] std::uint64_t shuffle(std::uint64_t number) const;

  std::uint64_t size_;
  std::uint64_t seed_;
  unsigned half_bits_;
};

}  // namespace portreeve::scan
