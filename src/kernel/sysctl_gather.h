#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "kernel/persistence.h"

// How a loader puts the lines of its files together before it writes. For the .cc files of this directory.
//
// Both gather all lines first and write afterwards, a pattern only to keys that no line names exactly. They
// differ in what happens to two lines about one key: sysctl writes both, one after the other; systemd-sysctl
// keeps the later one alone, at its place, and so forgets a value for an exclusion and the reverse
// (src/sysctl/sysctl.c). A line with the same value as before stays at its first place there.
namespace portreeve::kernel {

/// A line with the file that it is from. Both outlive it.
struct SysctlEntry {
  const SysctlFile* file = nullptr;
  const SysctlLine* line = nullptr;
};

/// The lines of some files as a loader has them when it begins to write, in its order.
struct GatheredLines {
  std::vector<SysctlEntry> kept;
  std::vector<SysctlEntry> replaced;  ///< forgotten for others
  std::set<std::string_view> named;   ///< every key and pattern that a line names: patterns pass these by
};

/// Puts the lines of some files together; the files must outlive the outcome.
[[nodiscard]] GatheredLines gather(Loader loader, const std::vector<SysctlFile>& files);

}  // namespace portreeve::kernel
