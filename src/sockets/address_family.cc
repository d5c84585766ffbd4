#include "sockets/address_family.h"

#include <array>
#include <cstddef>

namespace portreeve::sockets {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 9> kNames{"",        "inet",  "inet6", "unix", "link",
                                                 "netlink", "vsock", "tipc",  "xdp"};
static_assert(kNames.size() == static_cast<std::size_t>(AddressFamily::kXdp) + 1);

}  // namespace

std::string_view to_string(AddressFamily family) {
  const auto index = static_cast<std::size_t>(family);
  return index < kNames.size() ? kNames[index] : "";
}

std::optional<AddressFamily> parse_address_family(std::string_view name) {
  for (std::size_t index = 1; index < kNames.size(); ++index) {
    if (kNames[index] == name) return static_cast<AddressFamily>(index);
  }
  return std::nullopt;
}

}  // namespace portreeve::sockets
