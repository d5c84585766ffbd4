#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "kernel/sysctl_text.h"

namespace portreeve::kernel {

/// Who sets the kernel's values from files. The two read different files and treat some lines differently, so
/// they can end with different values.
enum class Loader : std::uint8_t {
  kProcps,   ///< `sysctl --system` of procps 4: /etc/sysctl.conf comes last and wins
  kSystemd,  ///< systemd-sysctl(8): /etc/sysctl.conf is not read
};

/// "sysctl --system", "systemd-sysctl".
[[nodiscard]] std::string_view to_string(Loader loader);

/// A file that a loader reads.
struct SysctlFile {
  std::string path;
  std::vector<SysctlLine> lines;
};

/// A file that no loader reads, since one of the same name in a directory of more weight stands for it.
struct MaskedFile {
  std::string path;
  std::string by;
};

/// The files that decide about settings after a reboot.
struct Persistence {
  std::vector<SysctlFile> procps;   ///< in the order in which `sysctl --system` reads them
  std::vector<SysctlFile> systemd;  ///< in the order in which systemd-sysctl does
  std::optional<SysctlFile> ufw;    ///< what ufw loads when it starts, after all others
  std::vector<MaskedFile> masked;
  Loader at_boot = Loader::kSystemd;  ///< the one that the host runs when it starts
};

/// Reads /etc/sysctl.conf and *.conf in the sysctl.d directories of /etc, /run, /usr/local/lib, /usr/lib and
/// /lib, and the file of ufw if that is enabled. Files and lines that can't be understood are noted as
/// unseen.
[[nodiscard]] core::Observed<Persistence> observe_persistence(const core::SystemRoot& root);

/// What becomes of a line that is about a key.
enum class Fate : std::uint8_t {
  kWins,         ///< it decides
  kOverwritten,  ///< it is written, and a later one after it
  kReplaced,     ///< systemd-sysctl forgets it for a later line about the same key
  kYields,       ///< it is a pattern, and a line for exactly this key is somewhere
  kExcludes,     ///< it keeps patterns away from the key
  kRefused,      ///< the kernel does not take the value
  kDisturbs,     ///< it is about another key, and writing that changes this one
};

/// "wins", "overwritten", "replaced", "yields", "excludes", "refused", "disturbs".
[[nodiscard]] std::string_view to_string(Fate fate);

/// A line that has to do with a key.
struct Mention {
  std::string path;
  std::size_t line = 0;
  std::string
      key;  ///< as a file below /proc/sys; a pattern, another name of the key, or one that disturbs it
  std::string value;
  Fate fate = Fate::kWins;
};

/// What a loader makes of a key.
struct Forecast {
  std::vector<Mention> mentions;      ///< in the order in which they take effect
  std::optional<std::int64_t> value;  ///< nothing if no line decides: the kernel's own default stays
};

/// What `loader`, and then ufw, make of a setting, `file` below /proc/sys, on a kernel that has just started.
/// Known are both names of ip_forward, and what writing forwarding and disable_ipv6 copies or resets.
[[nodiscard]] Forecast forecast(const Persistence& persistence, Loader loader, std::string_view file);

}  // namespace portreeve::kernel
