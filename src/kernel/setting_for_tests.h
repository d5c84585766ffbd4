#pragma once

#include <string_view>

#include "kernel/setting.h"

namespace portreeve::kernel {

/// The row of the catalogue for a setting that is known to be there.
inline const Setting& setting(core::Family family, std::string_view name) {
  return *find_setting(family, name);
}

}  // namespace portreeve::kernel
