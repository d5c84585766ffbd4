#pragma once

#include <cstddef>
#include <string>

#include "wrappers/lint.h"

namespace portreeve::report {

/// What is wrong with the rules of TCP Wrappers, for a person: how much, then each problem with what happens
/// and what to do, in the order of the files. Lines are broken at `width` columns, and what the files say is
/// made printable.
[[nodiscard]] std::string wrap_check_text(const wrappers::LintReport& report, std::size_t width);

}  // namespace portreeve::report
