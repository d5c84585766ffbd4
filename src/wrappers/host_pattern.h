#pragma once

#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// Whether a pattern of hosts_access(5) matches one end of the connection.
///
/// @netgroup compares the name alone; /file holds further patterns (pattern_file.h); KNOWN and LOCAL ask for
/// the name; NET/MASK compares the address alone. Any other pattern is compared with the address
/// (matches_text()) and, unless it is made of digits, dots and slashes alone, with the name. The name is
/// looked up only when it is compared.
[[nodiscard]] bool matches_host(std::string_view pattern, Side side, Evaluation& evaluation);

/// Whether comparing a pattern with a host may ask for the host's name.
[[nodiscard]] bool may_need_name(std::string_view pattern);

/// Whether a pattern consists of digits, dots and slashes, and so is for addresses alone.
[[nodiscard]] bool is_address_pattern(std::string_view pattern);

/// Whether a pattern with "*" or "?" is plainly meant for addresses: digits, dots and wildcards with a digit
/// first.
[[nodiscard]] bool is_address_glob(std::string_view pattern);

}  // namespace portreeve::wrappers
