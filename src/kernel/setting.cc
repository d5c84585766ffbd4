#include "kernel/setting.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::kernel {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::string_view kIpForward = "net/ipv4/ip_forward";

std::string_view directory_of(core::Family family) {
  return family == core::Family::kIpv4 ? "ipv4" : "ipv6";
}

}  // namespace

std::string_view to_string(Combination combination) {
  switch (combination) {
    case Combination::kInterface:
      return "interface";
    case Combination::kAllOnly:
      return "all";
    case Combination::kAnd:
      return "and";
    case Combination::kOr:
      return "or";
    case Combination::kMaximum:
      return "maximum";
    case Combination::kMinimum:
      return "minimum";
    case Combination::kOrUnlessForwarding:
      return "or_unless_forwarding";
    case Combination::kOrIfForwarding:
      return "or_if_forwarding";
    case Combination::kInterfaceUnlessForwarding:
      return "interface_unless_forwarding";
    case Combination::kAcceptRa:
      return "accept_ra";
    case Combination::kSecureRedirects:
      return "secure_redirects";
    case Combination::kHost:
      return "host";
  }
  return "unknown";
}

std::string_view describe(Combination combination) {
  switch (combination) {
    case Combination::kInterface:
      return "the interface's own value; the kernel never reads all";
    case Combination::kAllOnly:
      return "the value of all; the interface's own is not read for this purpose";
    case Combination::kAnd:
      return "on where all and the interface are both on";
    case Combination::kOr:
      return "on where all or the interface is on";
    case Combination::kMaximum:
      return "the larger of all and the interface's own";
    case Combination::kMinimum:
      return "the smaller of all and the interface's own";
    case Combination::kOrUnlessForwarding:
      return "on where all or the interface is on; where the interface forwards, both have to be";
    case Combination::kOrIfForwarding:
      return "on where all or the interface is on and the interface forwards";
    case Combination::kInterfaceUnlessForwarding:
      return "the interface's own value, and off where the interface forwards; the kernel never reads all";
    case Combination::kAcceptRa:
      return "the interface's own value; where the interface forwards only 2 is on; the kernel never reads "
             "all";
    case Combination::kSecureRedirects:
      return "on where all or the interface is on, but read only where shared_media is off";
    case Combination::kHost:
      return "one value for the whole host";
  }
  return "unknown";
}

std::string_view to_string(Level level) {
  switch (level) {
    case Level::kGuide:
      return "guide";
    case Level::kBenchmark:
      return "benchmark";
    case Level::kStrict:
      return "strict";
    case Level::kShown:
      return "shown";
  }
  return "unknown";
}

core::Result<Level> parse_level(std::string_view text) {
  for (const Level level : {Level::kGuide, Level::kBenchmark, Level::kStrict}) {
    if (text == to_string(level)) return level;
  }
  return core::failure(core::parse_error("the level", text, "not one of guide, benchmark, strict"));
}

bool is_recommended(const Setting& setting, std::int64_t value) {
  switch (setting.wanted) {
    case Wanted::kOn:
      return value != 0;
    case Wanted::kExactly:
      return value == setting.recommended;
    case Wanted::kOff:
      return value == 0 || (value < 0 && setting.combination == Combination::kMinimum);
  }
  return false;
}

std::string_view reverse_path_mode(std::int64_t rp_filter) {
  if (rp_filter == 0) return "off";
  return rp_filter == 1 ? "strict" : "loose";
}

bool is_judged(const Setting& setting, std::string_view scope) {
  if (setting.level == Level::kShown) return false;
  if (setting.combination == Combination::kHost) return scope == kHostScope;
  if (setting.combination == Combination::kAllOnly) return scope == kAll;
  return scope != kAll && (scope != "lo" || setting.name == "send_redirects");
}

bool all_matters(const Setting& setting) {
  switch (setting.combination) {
    case Combination::kInterface:
      return setting.name == "forwarding" || setting.name == "force_forwarding" ||
             setting.name == "disable_ipv6";
    case Combination::kInterfaceUnlessForwarding:
    case Combination::kAcceptRa:
    case Combination::kHost:
      return false;
    default:
      return true;
  }
}

bool all_suffices(const Setting& setting) {
  switch (setting.combination) {
    case Combination::kAllOnly:
    case Combination::kAnd:
      return true;
    case Combination::kMaximum:
      return setting.wanted == Wanted::kOn;
    case Combination::kMinimum:
      return setting.wanted == Wanted::kOff;
    default:
      return false;
  }
}

std::string settings_file(const Setting& setting, std::string_view scope) {
  const std::string_view family = directory_of(setting.family);
  if (setting.combination == Combination::kHost) return fmt::format("net/{}/{}", family, setting.name);
  return fmt::format("net/{}/conf/{}/{}", family, scope, setting.name);
}

std::string sysctl_key(const Setting& setting, std::string_view scope) {
  std::string key = settings_file(setting, scope);
  if (scope.find('.') == std::string_view::npos) std::ranges::replace(key, '/', '.');
  return key;
}

std::optional<SettingScope> find_by_file(std::string_view file) {
  if (file == kIpForward) {
    return SettingScope{find_setting(core::Family::kIpv4, "forwarding"), std::string(kAll)};
  }
  for (const core::Family family : {core::Family::kIpv4, core::Family::kIpv6}) {
    const std::string directory = fmt::format("net/{}/", directory_of(family));
    if (!file.starts_with(directory)) continue;
    std::string_view rest = file.substr(directory.size());
    const bool is_conf = rest.starts_with("conf/");
    if (is_conf) rest.remove_prefix(std::string_view("conf/").size());
    const std::size_t slash = is_conf ? rest.find('/') : std::string_view::npos;
    if (is_conf && slash == std::string_view::npos) return std::nullopt;
    const Setting* const setting = find_setting(family, is_conf ? rest.substr(slash + 1) : rest);
    if (setting == nullptr || is_conf == (setting->combination == Combination::kHost)) return std::nullopt;
    return SettingScope{setting, std::string(is_conf ? rest.substr(0, slash) : kHostScope)};
  }
  return std::nullopt;
}

}  // namespace portreeve::kernel
