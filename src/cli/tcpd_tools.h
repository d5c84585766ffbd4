#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/system_root.h"
#include "wrappers/problem.h"
#include "wrappers/super_server.h"

namespace portreeve::cli {

// What the programs tcpdchk and tcpdmatch have in common.

/// Tells on standard error what the originals send to syslog: there is a person looking. Each thing is told
/// once, however often it turns up. Text from files and names is made printable.
class TroublePrinter {
 public:
  /// "warning: TEXT"
  void warn(std::string_view text);
  /// "warning: FILE, line N: TEXT", or "error: ...", in the words of the original; nothing for what it does
  /// not look for.
  void tell(const std::vector<wrappers::Problem>& problems);
  /// Warns of a file that everybody may write, or a directory above it.
  void warn_of_writable(const core::SystemRoot& root, std::string_view path);

 private:
  void tell_once(std::string line);

  std::set<std::string> told_;
};

/// The services that inetd starts, by the file that the option -i names, or by /etc/inetd.conf as far as that
/// can be read. Tells of what everybody may write there. Nothing, once the reason has been printed, when the
/// named file cannot be opened.
[[nodiscard]] std::optional<wrappers::SuperServers> read_inetd_services(const core::SystemRoot& root,
                                                                        const std::string& named_file,
                                                                        TroublePrinter& trouble);

/// What the two programs call the file of inetd: "(null)" when there is none.
[[nodiscard]] std::string_view inetd_file_shown(const wrappers::SuperServers& services);

}  // namespace portreeve::cli
