#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interface.h"
#include "core/observation.h"
#include "core/system_root.h"
#include "kernel/setting.h"

namespace portreeve::kernel {

/// What /proc/sys says about every setting of the catalogue, and what it means on each interface.
///
/// A scope is "all", "default" or the name of an interface, or kHostScope for a value of the whole host.
/// `all` is a value that the kernel combines with the interface's own or never reads at all; `default` is
/// copied to an interface when it is made.
class Settings {
 public:
  /// The interfaces, sorted by name; "all" and "default" are none.
  [[nodiscard]] const std::vector<core::Interface>& interfaces() const { return interfaces_; }

  /// The number in the file of a scope; nothing if it could not be read or is not there.
  [[nodiscard]] std::optional<std::int64_t> own(const Setting& setting, std::string_view scope) const;

  /// The value in force on an interface; for "default" the one that a new interface would get, for "all" the
  /// number itself. Nothing if a value that it depends on is not known. Of secure_redirects it is the value
  /// that would be in force if it were read: see is_read().
  [[nodiscard]] std::optional<std::int64_t> effective(const Setting& setting, std::string_view scope) const;

  /// Whether the kernel looks at the setting on an interface at all: it does not look at secure_redirects
  /// while shared_media is on there. Nothing if that is not known.
  [[nodiscard]] std::optional<bool> is_read(const Setting& setting, std::string_view scope) const;

  /// Whether the value in force in a scope is as good as the recommended one; nothing if it is not known, or
  /// not judged there (is_judged()).
  [[nodiscard]] std::optional<bool> as_recommended(const Setting& setting, std::string_view scope) const;

  /// net.ipv4.ip_forward, the same variable as conf/all/forwarding; nothing if it could not be read.
  [[nodiscard]] std::optional<std::int64_t> ip_forward() const { return ip_forward_; }

  /// "all", "default" and the interfaces that have settings of this family: an interface with an MTU below
  /// 1280 has none of IPv6. Empty if nothing was read.
  [[nodiscard]] std::vector<std::string> scopes(core::Family family) const;

  /// The scopes of one setting: those of its family, or kHostScope for one of the whole host. Empty if the
  /// kernel does not have the setting, or nothing could be read of it.
  [[nodiscard]] std::vector<std::string> scopes(const Setting& setting) const;

  /// Whether any number of the setting was read: a kernel may be too old for it or be built without it.
  [[nodiscard]] bool has(const Setting& setting) const;

  void add_interface(core::Interface interface);
  void set_own(const Setting& setting, std::string_view scope, std::int64_t value);
  void set_ip_forward(std::int64_t value) { ip_forward_ = value; }

 private:
  /// The numbers of one scope, by catalogue_index().
  using Values = std::vector<std::optional<std::int64_t>>;

  std::vector<core::Interface> interfaces_;
  std::map<std::string, Values, std::less<>> values_;
  std::optional<std::int64_t> ip_forward_;
};

/// Reads every setting of every scope below /proc/sys/net/ipv4/conf and net/ipv6/conf, those of the whole
/// host and ip_forward. A file that can't be read or holds no number is noted as unseen, with its name; an
/// interface that went away meanwhile is left out, and so is IPv6 on an interface that has none. A host
/// without IPv6 altogether is noted once, and a setting that this kernel need not have
/// (Setting::availability) not at all.
[[nodiscard]] core::Observed<Settings> observe_settings(const core::SystemRoot& root);

/// Parses the contents of a settings file: one integer, as the kernel prints it, between blanks.
[[nodiscard]] core::Result<std::int64_t> parse_setting_value(std::string_view file, std::string_view text);

}  // namespace portreeve::kernel
