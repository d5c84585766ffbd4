#include "wrappers/address_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace portreeve::wrappers {
namespace {

using core::Address;
using core::Family;
using core::Prefix;

AddressNumber number_of(const Address& address) {
  AddressNumber number;
  for (const std::uint8_t byte : address.bytes()) {
    number.high = number.high << 8 | number.low >> 56;
    number.low = number.low << 8 | byte;
  }
  return number;
}

Address address_of(const AddressNumber& number, Family family) {
  if (family == Family::kIpv4) return Address::from_ipv4(static_cast<std::uint32_t>(number.low));
  std::array<std::uint8_t, 16> bytes{};
  for (unsigned i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number.high >> (56 - 8 * i));
    bytes[i + 8] = static_cast<std::uint8_t>(number.low >> (56 - 8 * i));
  }
  return Address::from_bytes(bytes);
}

// The largest prefix that begins at a number and does not go beyond another.
Prefix largest_prefix(const AddressNumber& first, const AddressNumber& last, Family family) {
  const unsigned bits = family == Family::kIpv4 ? 32 : 128;
  const unsigned zeros = first.low != 0    ? static_cast<unsigned>(std::countr_zero(first.low))
                         : first.high != 0 ? 64 + static_cast<unsigned>(std::countr_zero(first.high))
                                           : 128;
  for (unsigned size = std::min(zeros, bits);; --size) {
    const Prefix prefix(address_of(first, family), bits - size);
    if (number_of(prefix.last()) <= last) return prefix;
  }
}

}  // namespace

AddressSet AddressSet::all(Family family) {
  return of(Prefix(Address::any(family), 0));
}

AddressSet AddressSet::of(const Prefix& prefix) {
  AddressSet set(prefix.family());
  set.ranges_.push_back({number_of(prefix.address()), number_of(prefix.last())});
  return set;
}

void AddressSet::add(const AddressSet& other) {
  std::vector<Range> sorted;
  std::merge(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end(),
             std::back_inserter(sorted),
             [](const Range& one, const Range& two) { return one.first < two.first; });
  std::vector<Range> joined;
  for (const Range& range : sorted) {
    // They touch or overlap; the greatest number has none after it that could touch.
    const bool continues =
        !joined.empty() && (range.first <= joined.back().last || range.first == joined.back().last.next());
    if (continues) {
      joined.back().last = std::max(joined.back().last, range.last);
    } else {
      joined.push_back(range);
    }
  }
  ranges_ = std::move(joined);
}

void AddressSet::keep(const AddressSet& other) {
  std::vector<Range> common;
  auto one = ranges_.begin();
  auto two = other.ranges_.begin();
  while (one != ranges_.end() && two != other.ranges_.end()) {
    const AddressNumber first = std::max(one->first, two->first);
    const AddressNumber last = std::min(one->last, two->last);
    if (first <= last) common.push_back({first, last});
    if (one->last < two->last) {
      ++one;
    } else {
      ++two;
    }
  }
  ranges_ = std::move(common);
}

void AddressSet::remove(const AddressSet& other) {
  std::vector<Range> rest;
  auto cut = other.ranges_.begin();
  for (Range range : ranges_) {
    bool is_left = true;
    while (cut != other.ranges_.end() && cut->last < range.first)
      ++cut;
    for (auto next = cut; is_left && next != other.ranges_.end() && next->first <= range.last; ++next) {
      if (range.first < next->first) rest.push_back({range.first, next->first.previous()});
      is_left = next->last < range.last;
      if (is_left) range.first = next->last.next();
    }
    if (is_left) rest.push_back(range);
  }
  ranges_ = std::move(rest);
}

std::vector<Prefix> AddressSet::prefixes() const {
  std::vector<Prefix> prefixes;
  for (const Range& range : ranges_) {
    for (AddressNumber first = range.first;;) {
      prefixes.push_back(largest_prefix(first, range.last, family_));
      const AddressNumber last = number_of(prefixes.back().last());
      if (last == range.last) break;
      first = last.next();
    }
  }
  return prefixes;
}

}  // namespace portreeve::wrappers
