#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/interface.h"
#include "core/observation.h"
#include "core/system_root.h"
#include "kernel/setting.h"

namespace portreeve::kernel {

/// What /proc/sys says about every setting of the catalogue, and what it means on each interface.
///
/// A scope is "all", "default" or the name of an interface. `all` is a value that the kernel combines with
/// the interface's own or never reads at all; `default` is copied to an interface when it is made.
class Settings {
 public:
  /// The interfaces, sorted by name; "all" and "default" are none.
  [[nodiscard]] const std::vector<core::Interface>& interfaces() const { return interfaces_; }

  /// The number in the file of a scope; nothing if it could not be read or is not there.
  [[nodiscard]] std::optional<std::int64_t> own(const Setting& setting, std::string_view scope) const;

  /// The value in force on an interface; for "default" the one that a new interface would get, for "all" the
  /// number itself. Nothing if a value that it depends on is not known.
  [[nodiscard]] std::optional<std::int64_t> effective(const Setting& setting, std::string_view scope) const;

  void add_interface(core::Interface interface);
  void set_own(const Setting& setting, std::string_view scope, std::int64_t value);

 private:
  std::vector<core::Interface> interfaces_;
  std::map<std::pair<const Setting*, std::string>, std::int64_t, std::less<>> values_;
};

/// Reads every setting of every scope below /proc/sys/net/ipv4/conf and net/ipv6/conf. A file that can't be
/// read or holds no number is noted as unseen, with its name; an interface that went away meanwhile is left
/// out, and so is IPv6 on an interface that has none. A host without IPv6 altogether is noted once.
[[nodiscard]] core::Observed<Settings> observe_settings(const core::SystemRoot& root);

/// Parses the contents of a settings file: one integer, as the kernel prints it, between blanks.
[[nodiscard]] core::Result<std::int64_t> parse_setting_value(std::string_view file, std::string_view text);

}  // namespace portreeve::kernel
