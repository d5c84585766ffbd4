#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace portreeve::sockets {

/// The names of the interfaces of the calling thread's network namespace, each looked up once.
class InterfaceNames {
 public:
  /// The name of the interface with this number; the number in decimal if there is none any more.
  [[nodiscard]] const std::string& name(std::uint32_t index);

 private:
  std::unordered_map<std::uint32_t, std::string> names_;
};

}  // namespace portreeve::sockets
