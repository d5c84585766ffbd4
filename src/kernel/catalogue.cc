#include <algorithm>
#include <array>

#include "kernel/catalogue_ipv4.h"
#include "kernel/catalogue_ipv6.h"
#include "kernel/setting.h"

namespace portreeve::kernel {
namespace {

// The two tables as one, made by the compiler.
constexpr auto kCatalogue = [] {
  std::array<Setting, kIpv4Settings.size() + kIpv6Settings.size()> both{};
  const auto rest = std::ranges::copy(kIpv4Settings, both.begin()).out;
  std::ranges::copy(kIpv6Settings, rest);
  return both;
}();

}  // namespace

std::span<const Setting> catalogue() {
  return kCatalogue;
}

const Setting* find_setting(core::Family family, std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kCatalogue, [&](const Setting& setting) { return setting.family == family && setting.name == name; });
  return found == kCatalogue.end() ? nullptr : found;
}

std::size_t catalogue_index(const Setting& setting) {
  return static_cast<std::size_t>(&setting - kCatalogue.data());
}

}  // namespace portreeve::kernel
