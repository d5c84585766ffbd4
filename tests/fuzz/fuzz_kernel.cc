#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "kernel/addresses.h"
#include "kernel/settings.h"
#include "kernel/sysctl_text.h"
#include "property.h"

namespace {

using namespace portreeve;

// A line as one that means the same: with a slash in front the key is taken as it is.
std::string printed(const kernel::SysctlLine& line) {
  if (line.is_exclusion) return fmt::format("-/{}", line.key);
  return fmt::format("{}/{} = {}", line.ignores_errors ? "-" : "", line.key, line.value);
}

void check_sysctl_text(std::string_view text) {
  for (const kernel::SysctlLine& line : kernel::parse_sysctl_text("file", text).lines) {
    const auto again = kernel::parse_sysctl_text("file", printed(line)).lines;
    fuzz::require(again.size() == 1, "a line that is printed is one line");
    fuzz::require(again[0].key == line.key && again[0].value == line.value &&
                      again[0].is_exclusion == line.is_exclusion &&
                      again[0].ignores_errors == line.ignores_errors,
                  "a line that is printed is read back");
  }
  if (const auto number = kernel::number_of_sysctl_value(text)) {
    fuzz::require(kernel::number_of_sysctl_value(fmt::format("{}", *number)) == number,
                  "the number of a value is read back");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::as_text(data, size);
  check_sysctl_text(text);
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
