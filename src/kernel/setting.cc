#include "kernel/setting.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace portreeve::kernel {
namespace {

using core::Family;

constexpr std::string_view kSourceRouting =
    "A sender that chooses the route of its packets gets around the routers and filters that are meant to "
    "see them, and has the answers sent back by the same way.";
constexpr std::string_view kForwarding =
    "A host that forwards joins the networks that it is attached to and carries packets past the filters "
    "between them. Routers, and hosts of containers, virtual machines or VPNs need it; others don't.";
constexpr std::string_view kMulticastForwarding =
    "A multicast router joins networks for multicast traffic; the kernel turns this on only for a routing "
    "daemon.";
constexpr std::string_view kAcceptRedirects =
    "A forged redirect sends the host's traffic through the machine of the forger. Nothing on a "
    "well-configured network depends on redirects.";
constexpr std::string_view kSecureRedirects =
    "Redirects in the name of a known gateway can be forged like any others. The kernel reads this setting "
    "only where redirects are accepted and shared_media is off.";
constexpr std::string_view kSharedMedia =
    "Whether several networks share the wire. While it is on, a redirect may come from anybody and name any "
    "gateway, and secure_redirects is not read.";
constexpr std::string_view kSendRedirects =
    "Only a router has routes to tell others about; a host that does it anyway teaches them wrong ones. It "
    "stays on while either `all` or the interface says so.";
constexpr std::string_view kReversePath =
    "A packet whose source address would not be answered through the interface that it came in by is most "
    "likely forged. 1 is the strict mode of RFC 3704, 2 the loose one for asymmetric routes.";

constexpr std::array kCatalogue{
    Setting{Family::kIpv4, "accept_source_route", Combination::kAnd, Wanted::kOff, 0, false, kSourceRouting,
            "4.4.3"},
    Setting{Family::kIpv4, "forwarding", Combination::kInterface, Wanted::kOff, 0, false, kForwarding,
            "4.4.3"},
    Setting{Family::kIpv4, "mc_forwarding", Combination::kAnd, Wanted::kOff, 0, true, kMulticastForwarding,
            "4.4.3"},
    Setting{Family::kIpv4, "accept_redirects", Combination::kOrUnlessForwarding, Wanted::kOff, 0, false,
            kAcceptRedirects, "4.4.3"},
    Setting{Family::kIpv4, "secure_redirects", Combination::kSecureRedirects, Wanted::kOff, 0, false,
            kSecureRedirects, "4.4.3"},
    Setting{Family::kIpv4, "shared_media", Combination::kOr, Wanted::kOff, 0, false, kSharedMedia, "", true},
    Setting{Family::kIpv4, "send_redirects", Combination::kOr, Wanted::kOff, 0, false, kSendRedirects,
            "4.4.3"},
    Setting{Family::kIpv4, "rp_filter", Combination::kMaximum, Wanted::kOn, 1, false, kReversePath,
            "4.4.3.1"},
    Setting{Family::kIpv6, "accept_source_route", Combination::kMinimum, Wanted::kOff, 0, false,
            kSourceRouting, "4.4.3"},
    Setting{Family::kIpv6, "forwarding", Combination::kAllOnly, Wanted::kOff, 0, false, kForwarding, "4.4.3"},
    Setting{Family::kIpv6, "mc_forwarding", Combination::kAllOnly, Wanted::kOff, 0, true,
            kMulticastForwarding, "4.4.3"},
    Setting{Family::kIpv6, "accept_redirects", Combination::kInterfaceUnlessForwarding, Wanted::kOff, 0,
            false, kAcceptRedirects, "4.4.3"},
};

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
    case Combination::kInterfaceUnlessForwarding:
      return "interface_unless_forwarding";
    case Combination::kSecureRedirects:
      return "secure_redirects";
  }
  return "unknown";
}

std::span<const Setting> catalogue() {
  return kCatalogue;
}

const Setting* find_setting(Family family, std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kCatalogue, [&](const Setting& setting) { return setting.family == family && setting.name == name; });
  return found == kCatalogue.end() ? nullptr : found;
}

bool is_recommended(const Setting& setting, std::int64_t value) {
  return setting.wanted == Wanted::kOn
             ? value != 0
             : value == 0 || (value < 0 && setting.combination == Combination::kMinimum);
}

std::string_view reverse_path_mode(std::int64_t rp_filter) {
  if (rp_filter == 0) return "off";
  return rp_filter == 1 ? "strict" : "loose";
}

bool is_judged(const Setting& setting, std::string_view scope) {
  if (setting.is_auxiliary) return false;
  if (setting.combination == Combination::kAllOnly) return scope == "all";
  return scope != "all" && (scope != "lo" || setting.name == "send_redirects");
}

std::string settings_file(const Setting& setting, std::string_view scope) {
  return fmt::format("net/{}/conf/{}/{}", setting.family == Family::kIpv4 ? "ipv4" : "ipv6", scope,
                     setting.name);
}

std::string sysctl_key(const Setting& setting, std::string_view scope) {
  std::string key = settings_file(setting, scope);
  if (scope.find('.') == std::string_view::npos) std::ranges::replace(key, '/', '.');
  return key;
}

}  // namespace portreeve::kernel
