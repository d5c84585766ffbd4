#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/system_root.h"
#include "wrappers/elf_needed.h"

namespace portreeve::wrappers {

/// Whether a daemon asks libwrap before it serves a client.
enum class Obedience : unsigned char {
  kUnclear,  ///< it cannot be told: the program is static, a script, or not to be read
  kObeys,    ///< it or one of its libraries is linked with libwrap
  kIgnores,  ///< everything that it is linked with was seen, and libwrap is not among it
};

/// A program that waits for clients.
struct Daemon {
  std::string name;        ///< the name that rules know it by: "sshd"
  std::string executable;  ///< "/usr/sbin/sshd"; empty when it was not seen
  Obedience obedience = Obedience::kUnclear;
};

/// Looks at programs and the libraries that they need, each once. The libraries are looked for in what the
/// programs name and in the standard directories (ld.so(8)) below the root, to a bounded depth and number.
class ObedienceReader {
 public:
  explicit ObedienceReader(const core::SystemRoot& root);

  [[nodiscard]] Obedience of(std::string_view executable);

  /// The same of a running process: one that has libwrap mapped obeys whatever its executable needs, as
  /// modules are loaded later.
  [[nodiscard]] Obedience of(std::string_view executable, int process);

 private:
  const core::Result<ElfNeeds>& needs_of(const std::string& path);
  [[nodiscard]] std::optional<std::string> find_library(const std::string& name, const std::string& user,
                                                        const ElfNeeds& needs) const;

  const core::SystemRoot& root_;
  std::vector<std::string> directories_;
  std::map<std::string, core::Result<ElfNeeds>> seen_;
};

}  // namespace portreeve::wrappers
