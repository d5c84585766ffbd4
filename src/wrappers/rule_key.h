#pragma once

#include <cstdint>
#include <string_view>

#include "wrappers/eight_bytes.h"
#include "wrappers/network_pattern.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {

/// The keys that a rule index (rule_index.h) enters rules under: 64-bit hashes of what a client must have.
/// Equal things have equal keys; that different things may share one costs time and nothing else.
///
/// Each key belongs to a group: that of the daemon's name, or kAnyDaemon.

inline constexpr std::uint64_t kAnyDaemon = 0x9e3779b97f4a7c15;

/// What a key is about.
enum class KeyKind : std::uint64_t {
  kEverybody = 1,  ///< no condition
  kNeedsAddress,   ///< a rule that asks for the client's address
  kNeedsName,      ///< a rule that may ask for the client's name
  kEqual,          ///< the text itself
  kBegins,         ///< the first bytes of the text
  kEnds,           ///< the last bytes of the text
  kIpv4Network,
  kIpv6Network,
};

/// Some of the kinds.
class KeyKinds {
 public:
  void add(KeyKind kind) { bits_ |= 1U << static_cast<unsigned>(kind); }
  [[nodiscard]] bool has(KeyKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1) != 0; }

 private:
  unsigned bits_ = 0;
};

/// The hash of a text, byte by byte (FNV-1a over ASCII lower case), so that all its beginnings cost one pass.
class TextHash {
 public:
  void add(char byte) {
    state_ ^= static_cast<unsigned char>(to_lower(byte));
    state_ *= 0x100000001b3;
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

/// The hash of a whole text in ASCII lower case, eight bytes at a time.
[[nodiscard]] inline std::uint64_t hash_whole(std::string_view text) {
  std::uint64_t state = text.size();
  const auto add = [&state](const EightBytes& bytes) {
    state = (state ^ bytes.in_lower_case().value()) * 0x9e3779b97f4a7c15;
    state ^= state >> 32;
  };
  if (text.size() < 8) {
    add(EightBytes(text));
    return state;
  }
  for (std::size_t i = 0; i + 8 < text.size(); i += 8)
    add(EightBytes(text.data() + i));
  // The last eight overlap those before them.
  add(EightBytes(text.data() + text.size() - 8));
  return state;
}

/// The hash of a text read forwards, and of one read from its end.
[[nodiscard]] inline std::uint64_t hash_forwards(std::string_view text) {
  TextHash hash;
  for (const char byte : text)
    hash.add(byte);
  return hash.value();
}
[[nodiscard]] inline std::uint64_t hash_backwards(std::string_view text) {
  TextHash hash;
  for (std::size_t i = text.size(); i > 0; --i)
    hash.add(text[i - 1]);
  return hash.value();
}

/// One key of a group. `length` tells apart literals and networks of different lengths.
[[nodiscard]] constexpr std::uint64_t make_key(std::uint64_t group, KeyKind kind, std::uint64_t length = 0,
                                               std::uint64_t hash = 0) {
  std::uint64_t key = group ^ (static_cast<std::uint64_t>(kind) << 56) ^ (length << 48) ^ hash;
  // The finishing steps of MurmurHash3's 64-bit variant: every input bit moves every output bit.
  key ^= key >> 33;
  key *= 0xff51afd7ed558ccd;
  key ^= key >> 33;
  key *= 0xc4ceb9fe1a85ec53;
  return key ^ key >> 33;
}

/// An IPv4 network with its mask.
[[nodiscard]] constexpr std::uint64_t hash_network(const Ipv4Network& network) {
  return (std::uint64_t{network.network} << 32 | network.mask) * 0x9e3779b97f4a7c15;
}

/// The first `length` bits of an IPv6 address, the others zero, as a hash.
[[nodiscard]] inline std::uint64_t hash_network(const Ipv6Bytes& address, int length) {
  TextHash hash;
  for (int i = 0; i < 16; ++i) {
    const int bits = length - i * 8;
    const int mask = bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits) & 0xff;
    hash.add(static_cast<char>(address[static_cast<std::size_t>(i)] & mask));
  }
  return hash.value();
}

}  // namespace portreeve::wrappers
