#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sockets/socket.h"

namespace portreeve::sockets {

/// The sockets of one protocol that were passed on already. A list that the kernel makes while sockets come
/// and go may name one twice, and a list that is asked for again names most of them twice.
///
/// It takes 11 to 22 bytes a socket: 16 MiB for a million, and little more while it grows, which it does part
/// by part. A socket is known by its cookie, which is its own as long as the system is up. One without, as
/// from /proc/net, and an SCTP association, which shares that of its endpoint, is known by 64 bits of a hash
/// of its inode, its ends and its path, with a secret of this object, so that nobody can choose an address
/// that hides another.
class SeenSockets {
 public:
  SeenSockets();

  /// Whether it was not there yet; it is from now on. One with neither cookie nor inode can't be told from
  /// others of its kind and is always new.
  [[nodiscard]] bool insert(const Socket& socket);

 private:
  [[nodiscard]] std::uint64_t key_of(const Socket& socket) const;
  [[nodiscard]] bool insert_key(std::uint64_t key);

  // The keys with the same highest bits of their hash, by the bits below those.
  class Part {
   public:
    [[nodiscard]] bool insert(std::uint64_t key);

   private:
    void grow();

    std::vector<std::uint64_t> slots_;  // a power of two of them; 0 is a free one
    std::size_t used_ = 0;
  };
  static constexpr unsigned kPartBits = 6;

  std::uint64_t secret_;
  std::array<Part, std::size_t{1} << kPartBits> parts_;
  bool has_zero_ = false;
};

}  // namespace portreeve::sockets
