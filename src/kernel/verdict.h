#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/settings.h"

namespace portreeve::kernel {

/// What a benchmark says that reads the numbers in conf/all and conf/default, as CIS and DISA STIG do.
enum class LiteralCheck : std::uint8_t {
  kNone,     ///< no benchmark names the setting
  kPasses,   ///< both numbers are as asked for, whatever is in force on the interfaces
  kFails,    ///< one is not
  kUnknown,  ///< a number that it reads could not be read
};

/// "none", "passes", "fails", "unknown".
[[nodiscard]] std::string_view to_string(LiteralCheck check);

/// One number to write, to a setting of a scope.
struct Write {
  const Setting* setting = nullptr;
  std::string scope;
  std::int64_t value = 0;
};

/// What is wrong with one setting: the scopes where the value in force is not as recommended, what a check of
/// the files alone would say, and what to write.
struct Verdict {
  const Setting* setting = nullptr;
  std::vector<std::string> wrong;    ///< scopes, `all` first, then `default`, then the interfaces by name
  std::vector<std::string> unknown;  ///< scopes that are judged and whose value in force is not known
  LiteralCheck literal = LiteralCheck::kNone;
  std::vector<Write> remedy;  ///< in the order to write them; empty for a read-only setting
};

/// Judges one setting by the values in force.
[[nodiscard]] Verdict judge(const Settings& settings, const Setting& setting);

/// What a benchmark says about the numbers in `all` and `default` (of rp_filter CIS takes 1 alone, and so
/// does this).
[[nodiscard]] LiteralCheck literal_check(const Settings& settings, const Setting& setting);

/// The values of some scopes in words: "in force 1 (own 0, all 1) on default, eth0; recommended 0".
[[nodiscard]] std::string describe_values(const Settings& settings, const Setting& setting,
                                          const std::vector<std::string>& scopes);

/// Where a check of the files differs from what is in force, what a reader has to know: "a check of all and
/// default alone passes (CIS …)"; empty where both agree or there is no such check.
[[nodiscard]] std::string describe_literal(const Verdict& verdict);

}  // namespace portreeve::kernel
