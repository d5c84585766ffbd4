#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/address.h"
#include "sockets/address_family.h"

namespace portreeve::sockets {

/// Look-ups of names that stand for numbers in a filter. Each answers with nothing for a name that it does
/// not know.
struct FilterNames {
  /// The port of a service by the names of "tcp" or "udp" (services(5)).
  std::function<std::optional<std::uint16_t>(const std::string& name, const char* protocol)> port{};
  /// The addresses of a host, of one internet family or of both (kAny).
  std::function<std::vector<core::Address>(const std::string& name, AddressFamily family)> hosts{};
  /// The index of a network interface.
  std::function<std::optional<std::uint32_t>(const std::string& name)> device{};
  /// The ID of the control group at a path of the unified hierarchy (cgroups(7)).
  std::function<std::optional<std::uint64_t>(const std::string& path)> cgroup{};

  /// Those of the running system: its C library's, and the kernel's own.
  [[nodiscard]] static FilterNames of_system();
};

}  // namespace portreeve::sockets
