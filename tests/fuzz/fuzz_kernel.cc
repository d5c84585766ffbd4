#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "kernel/addresses.h"
#include "kernel/settings.h"
#include "property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portreeve;
  const std::string_view text = fuzz::as_text(data, size);
  if (const auto value = kernel::parse_setting_value("file", text)) {
    const auto again = kernel::parse_setting_value("file", fmt::format("{}\n", *value));
    fuzz::require(again && *again == *value, "a value that is printed as the kernel does is read back");
  }
  const auto is_sorted = [](const kernel::LocalAddresses& addresses) {
    for (std::size_t index = 1; index < addresses.size(); ++index) {
      if (!(addresses[index - 1] < addresses[index])) return false;
    }
    return true;
  };
  fuzz::require(is_sorted(kernel::parse_fib_trie(text)), "addresses are sorted and none comes twice");
  if (const auto addresses = kernel::parse_if_inet6("file", text)) {
    fuzz::require(is_sorted(*addresses), "addresses are sorted and none comes twice");
    for (const core::Address& address : *addresses) {
      fuzz::require(address.is_ipv6(), "if_inet6 holds IPv6 addresses");
    }
  }
  return 0;
}
