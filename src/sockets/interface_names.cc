#include "sockets/interface_names.h"

#include <net/if.h>

#include <array>

#include <fmt/format.h>

namespace portreeve::sockets {

const std::string& InterfaceNames::name(std::uint32_t index) {
  const auto [entry, is_new] = names_.try_emplace(index);
  if (is_new) {
    std::array<char, IF_NAMESIZE> name{};
    const bool exists = ::if_indextoname(index, name.data()) != nullptr;
    entry->second = exists ? std::string(name.data()) : fmt::format("{}", index);
  }
  return entry->second;
}

}  // namespace portreeve::sockets
