#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kernel/settings.h"

namespace portreeve::report {

/// The kernel's settings for a person: a table for each family, one row for each setting and the scopes where
/// it has the same numbers, so that 64 interfaces that agree take one row.
///
///       SETTING              WANTED  ALL  OWN  IN FORCE  WHERE
///     ! accept_redirects     0       1    1    1         default, eth0
///
/// "!" marks what is not as recommended, "~" what only a strict policy wants otherwise. Of the `chosen`
/// settings those are shown that the kernel has. `width` is that of the terminal in columns: the list of
/// scopes goes on in further rows. Names of interfaces are made printable.
[[nodiscard]] std::string kernel_text(const kernel::Settings& settings,
                                      const std::vector<const kernel::Setting*>& chosen, std::size_t width);

}  // namespace portreeve::report
