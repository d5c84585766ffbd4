#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace portreeve::wrappers {

/// Eight bytes of a text as one number, the first of them in the lowest place. What is asked of them is asked
/// of all eight at once, without a branch for each byte: a search through a large rule file takes most of its
/// time in those.
class EightBytes {
 public:
  /// The eight bytes from `text` on, all of which must be there.
  explicit EightBytes(const char* text) {
    std::memcpy(&bytes_, text, sizeof bytes_);
    if constexpr (std::endian::native == std::endian::big) bytes_ = __builtin_bswap64(bytes_);
  }

  /// A text of fewer than eight bytes, the places behind it being zero.
  explicit EightBytes(std::string_view text) {
    for (std::size_t i = text.size(); i > 0; --i)
      bytes_ = bytes_ << 8 | static_cast<unsigned char>(text[i - 1]);
  }

  /// Whether the first `count` bytes, up to eight, are those of the other.
  [[nodiscard]] bool begins_like(const EightBytes& other, std::size_t count) const {
    if (count == 0) return true;
    return (bytes_ ^ other.bytes_) << (64 - 8 * count) == 0;
  }

  [[nodiscard]] std::uint64_t value() const { return bytes_; }
  /// The same with ASCII letters in lower case.
  [[nodiscard]] EightBytes in_lower_case() const { return EightBytes(bytes_ | between('A', 'Z') >> 2); }

  /// How many bytes at the start are digits and dots.
  [[nodiscard]] std::size_t count_numeric() const {
    return count_up_to(~between('.', '9') | between('/', '/'));
  }
  /// How many bytes at the start are ASCII letters, digits, "-", "." and "_".
  [[nodiscard]] std::size_t count_named() const {
    return count_up_to(~(letters() | between('-', '9') | between('_', '_')) | between('/', '/'));
  }
  /// How many bytes at the start are letters, digits, "." and ":".
  [[nodiscard]] std::size_t count_ipv6() const {
    return count_up_to(~(letters() | between('.', ':')) | between('/', '/'));
  }

 private:
  explicit EightBytes(std::uint64_t bytes) : bytes_(bytes) {}

  static constexpr std::uint64_t kEach = 0x0101010101010101;  // 1 in each place
  static constexpr std::uint64_t kTop = kEach * 0x80;         // the top bit of each place

  // The top bit of each place whose byte is from `low` to `high`, both of them ASCII. Sums of seven bits each
  // do not carry into the next place.
  [[nodiscard]] std::uint64_t between(char low, char high) const {
    const std::uint64_t seven_bits = bytes_ & ~kTop;
    const std::uint64_t not_below = seven_bits + kEach * (0x80U - static_cast<unsigned char>(low));
    const std::uint64_t above = seven_bits + kEach * (0x7fU - static_cast<unsigned char>(high));
    return not_below & ~above & ~bytes_ & kTop;
  }

  [[nodiscard]] std::uint64_t letters() const { return EightBytes(bytes_ | kEach * 0x20).between('a', 'z'); }

  // How many places are before the first whose top bit is set.
  [[nodiscard]] static std::size_t count_up_to(std::uint64_t places) {
    return static_cast<std::size_t>(std::countr_zero(places & kTop)) / 8;
  }

  std::uint64_t bytes_ = 0;
};

}  // namespace portreeve::wrappers
