#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "firewall/firewalld.h"
#include "firewall/source_validation.h"
#include "property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portreeve;
  const std::string_view text = fuzz::as_text(data, size);
  if (const auto ruleset = core::parse_json("file", text)) {
    const auto validations = firewall::find_source_validation(*ruleset);
    fuzz::require(validations.empty() || firewall::has_rules(*ruleset), "only a rule validates sources");
    for (const auto& validation : validations) {
      fuzz::require(validation.where.starts_with("table "), "a rule that counts names its place");
    }
  }
  if (const auto validation = firewall::parse_firewalld_conf(text)) {
    fuzz::require(validation->family == core::Family::kIpv6, "firewalld validates IPv6 alone");
  }
  return 0;
}
