#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wrappers/option.h"
#include "wrappers/rule.h"

namespace portreeve::wrappers {

/// What the options of a rule come to, as far as that can be told without running them.
enum class StaticOutcome : unsigned char {
  kPasses,   ///< its table decides
  kAllows,   ///< allow
  kDenies,   ///< deny
  kFails,    ///< an option is in error: the client is refused
  kTwists,   ///< another program takes over
  kDepends,  ///< a command decides (aclexec)
};
[[nodiscard]] StaticOutcome outcome_of(const Rule& rule);

/// What is wrong with the value of an option, in the words of the original; nothing for options that take any
/// value. Names of users and groups are not looked up.
[[nodiscard]] std::optional<std::string> static_fault_of(OptionKind kind, std::string_view value);

}  // namespace portreeve::wrappers
