#include "sockets/seen_sockets.h"

#include <bit>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <variant>

namespace portreeve::sockets {
namespace {

constexpr std::size_t kFirstSlots = 16;

// Spreads every bit over all of them, and is undone by no other number (the finalizer of MurmurHash3).
std::uint64_t mix(std::uint64_t number) {
  number ^= number >> 33;
  number *= 0xff51'afd7'ed55'8ccdU;
  number ^= number >> 33;
  number *= 0xc4ce'b9fe'1a85'ec53U;
  return number ^ number >> 33;
}

// Cookies are given out in sequence; the product's high bits differ from one to the next.
std::uint64_t spread(std::uint64_t key) {
  return key * 0x9e37'79b9'7f4a'7c15U;
}

std::uint64_t add_endpoint(std::uint64_t hash, const core::Endpoint& endpoint) {
  std::uint64_t words[2]{};
  const auto bytes = endpoint.address.bytes();
  std::memcpy(words, bytes.data(), bytes.size());
  hash = mix(hash ^ words[0]);
  hash = mix(hash ^ words[1]);
  return mix(hash ^ endpoint.port);
}

std::uint64_t random_number() {
  std::random_device source;
  return std::uint64_t{source()} << 32 | source();
}

}  // namespace

SeenSockets::SeenSockets() : secret_(random_number()) {}

std::uint64_t SeenSockets::key_of(const Socket& socket) const {
  if (socket.cookie != 0 && socket.protocol != Protocol::kSctp) return socket.cookie;
  std::uint64_t hash = mix(secret_ ^ socket.cookie);
  hash = mix(hash ^ socket.inode);
  hash = add_endpoint(hash, socket.local);
  hash = add_endpoint(hash, socket.peer);
  if (const auto* const detail = std::get_if<UnixDetail>(&socket.detail); detail != nullptr) {
    return mix(hash ^ std::hash<std::string>{}(detail->path));
  }
  // An accepted one-to-one socket has the ends of its one association.
  const auto* const detail = std::get_if<SctpDetail>(&socket.detail);
  const bool is_association = detail != nullptr && detail->is_association;
  return mix(hash ^ static_cast<std::uint64_t>(is_association));
}

bool SeenSockets::insert(const Socket& socket) {
  if (socket.cookie == 0 && socket.inode == 0) return true;
  return insert_key(key_of(socket));
}

bool SeenSockets::insert_key(std::uint64_t key) {
  if (key == 0) return !std::exchange(has_zero_, true);
  return parts_[spread(key) >> (64 - kPartBits)].insert(key);
}

bool SeenSockets::Part::insert(std::uint64_t key) {
  if (used_ >= slots_.size() / 4 * 3) grow();
  const std::size_t last = slots_.size() - 1;
  const int shift = std::countl_zero(static_cast<std::uint64_t>(last));
  for (std::size_t slot = (spread(key) << kPartBits) >> shift;; slot = (slot + 1) & last) {
    if (slots_[slot] == key) return false;
    if (slots_[slot] != 0) continue;
    slots_[slot] = key;
    ++used_;
    return true;
  }
}

void SeenSockets::Part::grow() {
  const std::vector<std::uint64_t> before =
      std::exchange(slots_, std::vector<std::uint64_t>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  used_ = 0;
  for (const std::uint64_t key : before) {
    if (key != 0) static_cast<void>(insert(key));
  }
}

}  // namespace portreeve::sockets
