#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sockets/socket.h"

// What the messages of every family of sock_diag(7) have in common: a fixed structure, and behind it
// attributes of a type and a length each, which a kernel may lack, leave out or make longer.
//
//     | structure of the family | length type value … | length type value … |

namespace portreeve::sockets {

/// One attribute of a message (struct nlattr, linux/netlink.h).
struct DiagAttribute {
  std::uint16_t type = 0;            ///< without the flags NLA_F_NESTED and NLA_F_NET_BYTEORDER
  std::span<const std::byte> value;  ///< without padding
};

/// Walks through the attributes that follow the structure, and checks the length of each.
class DiagAttributes {
 public:
  explicit DiagAttributes(std::span<const std::byte> bytes) : rest_(bytes) {}

  /// The next one; nothing at the end, or where one reaches beyond the message.
  [[nodiscard]] std::optional<DiagAttribute> next();

  /// An error if the walk ended before the end, else nothing.
  [[nodiscard]] core::Status check() const;

 private:
  std::span<const std::byte> rest_;
  bool is_damaged_ = false;
};

/// The first bytes of `bytes` as a structure of the kernel; what they are too few for is zero.
template <typename Structure>
[[nodiscard]] Structure read_structure(std::span<const std::byte> bytes) {
  Structure structure{};
  if (!bytes.empty()) std::memcpy(&structure, bytes.data(), std::min(sizeof structure, bytes.size()));
  return structure;
}

/// Whether an attribute is long enough for a structure of the kernel or a number.
template <typename Structure>
[[nodiscard]] bool holds(const DiagAttribute& attribute) {
  return attribute.value.size() >= sizeof(Structure);
}

/// The bytes of a request.
template <typename Structure>
[[nodiscard]] std::vector<std::byte> to_bytes(const Structure& request) {
  const auto bytes = std::as_bytes(std::span(&request, 1));
  return {bytes.begin(), bytes.end()};
}

/// What follows the structure at the front of a message.
template <typename Structure>
[[nodiscard]] std::span<const std::byte> behind(std::span<const std::byte> body) {
  constexpr std::size_t kAligned = (sizeof(Structure) + 3) / 4 * 4;  // NLMSG_ALIGN()
  return body.subspan(std::min(kAligned, body.size()));
}

/// A text up to its first NUL or its end.
[[nodiscard]] std::string_view read_text(std::span<const std::byte> value);

/// SK_MEMINFO_... (linux/sock_diag.h), of which a kernel may know fewer.
[[nodiscard]] MemoryUse read_memory_use(std::span<const std::byte> value);

/// A cookie's two halves as one number; 0 for the value that stands for none.
[[nodiscard]] std::uint64_t read_cookie(const std::uint32_t (&halves)[2]);

/// The states as the kernel takes them: bit 10 for the state of number 10; all if there are none.
[[nodiscard]] std::uint32_t state_mask(const std::vector<State>& states);

/// An error of a message that is not what it should be.
[[nodiscard]] core::Error damaged_message(std::string_view reason);

}  // namespace portreeve::sockets
