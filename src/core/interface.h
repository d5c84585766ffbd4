#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace portreeve::core {

/// A network interface: the kernel's number for it in its network namespace, and its name.
///
/// A name holds up to 15 bytes of almost anything but '/' and blanks (dev_valid_name(), net/core/dev.c), so
/// it goes through printable() before it is shown. Index 0 means that only the name is known, as in a
/// capture.
struct Interface {
  std::uint32_t index = 0;
  std::string name;

  auto operator<=>(const Interface&) const = default;
};

}  // namespace portreeve::core
