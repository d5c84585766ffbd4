#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/prefix.h"

namespace portreeve::wrappers {

/// An address of either family as one 128-bit number; that of IPv4 stands in the low 32 bits.
struct AddressNumber {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  auto operator<=>(const AddressNumber&) const = default;

  /// The number after or before. They wrap around at the ends.
  [[nodiscard]] AddressNumber next() const { return {high + (low + 1 == 0 ? 1 : 0), low + 1}; }
  [[nodiscard]] AddressNumber previous() const { return {high - (low == 0 ? 1 : 0), low - 1}; }
};

/// A set of addresses of one family, kept as ranges that neither overlap nor touch.
class AddressSet {
 public:
  struct Range {
    AddressNumber first;
    AddressNumber last;  ///< inclusive
    bool operator==(const Range&) const = default;
  };

  /// The empty set.
  explicit AddressSet(core::Family family) : family_(family) {}
  /// Every address of a family.
  [[nodiscard]] static AddressSet all(core::Family family);
  /// The addresses in a prefix.
  [[nodiscard]] static AddressSet of(const core::Prefix& prefix);

  [[nodiscard]] core::Family family() const { return family_; }
  [[nodiscard]] bool empty() const { return ranges_.empty(); }

  void add(const AddressSet& other);
  void remove(const AddressSet& other);
  void keep(const AddressSet& other);  ///< the intersection

  /// The fewest prefixes that make up the set, in order.
  [[nodiscard]] std::vector<core::Prefix> prefixes() const;

  bool operator==(const AddressSet&) const = default;

 private:
  core::Family family_;
  std::vector<Range> ranges_;
};

}  // namespace portreeve::wrappers
