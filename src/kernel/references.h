#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/setting.h"

namespace portreeve::kernel {

/// A rule of a benchmark about a setting, by the number or id under which its book has it.
struct Reference {
  std::string_view source;  ///< the book with its version: "CIS Debian Linux 12 v1.1.0", "RHEL 9 STIG V2R9"
  std::string_view in_all;  ///< the rule that looks at the number in `all`, or at a value of the host
  std::string_view in_default;  ///< the rule that looks at the number in `default`; often the same one

  bool operator==(const Reference&) const = default;
};

/// The rules that name a setting, as ComplianceAsCode (2026-08) lists them; those of NIST SP 800-53 and ANSSI
/// apply to the setting as a whole and stand in `in_all`. Empty if no benchmark names it.
[[nodiscard]] std::vector<Reference> find_references(const Setting& setting);

/// "CIS Debian Linux 12 v1.1.0 3.3.5; RHEL 9 STIG V2R9 RHEL-09-253015, RHEL-09-253040".
[[nodiscard]] std::string to_string(const std::vector<Reference>& references);

/// Which of the two numbers the benchmarks look at: CIS and STIG read the running values of `all` and
/// `default` and no interface's.
struct LiteralScopes {
  bool all = false;
  bool in_default = false;
};
[[nodiscard]] LiteralScopes literal_scopes(const Setting& setting);

}  // namespace portreeve::kernel
