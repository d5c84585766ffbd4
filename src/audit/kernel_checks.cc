#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "audit/check.h"
#include "audit/shell.h"

namespace portreeve::audit {
namespace {

using core::Family;
using kernel::Combination;
using kernel::Setting;
using kernel::Settings;

constexpr std::string_view kAll = "all";
constexpr std::string_view kLoopback = "lo";

std::string set_command(const Setting& setting, std::string_view scope) {
  return "sysctl -w " + shell_word(fmt::format("{}={}", sysctl_key(setting, scope), setting.recommended));
}

// Whether a write to `all` changes what is in force on an interface: where the kernel reads `all` when it
// decides, and for forwarding, which it copies to every interface (devinet_sysctl_forward(),
// net/ipv4/devinet.c).
bool all_matters(const Setting& setting) {
  return setting.name == "forwarding" || (setting.combination != Combination::kInterface &&
                                          setting.combination != Combination::kInterfaceUnlessForwarding);
}

// Whether the right value in `all` is enough, whatever the interfaces say.
bool all_suffices(const Setting& setting) {
  switch (setting.combination) {
    case Combination::kAllOnly:
    case Combination::kAnd:
    case Combination::kMaximum:
    case Combination::kMinimum:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> commands_to_set(const Settings& settings, const Setting& setting,
                                         const std::vector<std::string>& scopes) {
  if (setting.read_only) {
    return {
        "ip mroute show; ip -6 mroute show   # a multicast routing daemon has set it: pimd, mrouted, "
        "smcroute, frr",
        "ss -0 -w -a -n -p | grep -i igmp   # shows which one; stop it"};
  }
  std::vector<std::string> commands;
  const auto is_wrong = [&](std::string_view scope) {
    const auto value = settings.own(setting, scope);
    return value && !is_recommended(setting, *value);
  };
  if (all_matters(setting) && is_wrong(kAll)) commands.push_back(set_command(setting, kAll));
  if (all_suffices(setting)) return commands;
  for (const std::string& scope : scopes) {
    if (is_wrong(scope)) commands.push_back(set_command(setting, scope));
  }
  return commands;
}

std::string number_or_unknown(std::optional<std::int64_t> value) {
  return value ? fmt::format("{}", *value) : "unknown";
}

// "in force 1 (own 1, all 0), recommended 0", with the scopes named where they differ.
std::string describe_values(const Settings& settings, const Setting& setting,
                            const std::vector<std::string>& scopes) {
  const std::string all = number_or_unknown(settings.own(setting, kAll));
  std::map<std::string, std::vector<std::string>> scopes_by_values;
  for (const std::string& scope : scopes) {
    const std::string in_force = number_or_unknown(settings.effective(setting, scope));
    const std::string own = number_or_unknown(settings.own(setting, scope));
    scopes_by_values[scope == kAll ? fmt::format("in force {}", in_force)
                                   : fmt::format("in force {} (own {}, all {})", in_force, own, all)]
        .push_back(scope);
  }
  std::vector<std::string> groups;
  for (const auto& [values, group] : scopes_by_values) {
    groups.push_back(scopes_by_values.size() == 1 ? values
                                                  : fmt::format("{} on {}", values, fmt::join(group, ", ")));
  }
  return fmt::format("{}; recommended {}", fmt::join(groups, ", "), setting.recommended);
}

// The settings of a scope are judged by the value in force there, never by the number in one file.
Look setting_look(Family family, std::string_view name) {
  return [family, name](const Observations& observations) -> core::Result<std::vector<Evidence>> {
    const Setting& setting = *kernel::find_setting(family, name);
    const Settings& settings = observations.settings.value;
    std::vector<std::string> wrong = settings.scopes(family);
    std::erase_if(wrong, [&](const std::string& scope) {
      return settings.as_recommended(setting, scope).value_or(true);
    });
    if (wrong.empty()) return {};
    return std::vector<Evidence>{{.subjects = wrong,
                                  .seen = describe_values(settings, setting, wrong),
                                  .remedy = commands_to_set(settings, setting, wrong),
                                  .severity = {}}};
  };
}

bool forwards(const Settings& settings, Family family) {
  const Setting& forwarding = *kernel::find_setting(family, "forwarding");
  if (family == Family::kIpv6) return settings.own(forwarding, kAll).value_or(0) != 0;
  return std::ranges::any_of(settings.interfaces(), [&](const core::Interface& interface) {
    return settings.effective(forwarding, interface.name).value_or(0) != 0;
  });
}

bool firewall_validates(const firewall::Firewall& firewall, Family family) {
  return std::ranges::any_of(firewall.source_validations, [&](const firewall::SourceValidation& validation) {
    return validation.family == family;
  });
}

// The interfaces that take packets whatever source address they claim: rp_filter of IPv4 is off there. IPv6
// has no such setting, so there it is all of them.
std::vector<std::string> unvalidated_interfaces(const Settings& settings, Family family) {
  std::vector<std::string> interfaces;
  const Setting* const rp_filter = kernel::find_setting(family, "rp_filter");
  for (const core::Interface& interface : settings.interfaces()) {
    if (interface.name == kLoopback) continue;
    const bool is_off = rp_filter == nullptr || settings.effective(*rp_filter, interface.name) == 0;
    if (is_off) interfaces.push_back(interface.name);
  }
  return interfaces;
}

std::vector<std::string> commands_to_validate(const Settings& settings, Family family,
                                              const std::vector<std::string>& interfaces) {
  if (family == Family::kIpv6) return {"ip6tables -t raw -I PREROUTING -m rpfilter --invert -j DROP"};
  return commands_to_set(settings, *kernel::find_setting(family, "rp_filter"), interfaces);
}

// The guide's warning: a router may do without reverse-path filtering only if something else validates
// sources.
Look source_validation_look(Family family) {
  return [family](const Observations& observations) -> core::Result<std::vector<Evidence>> {
    const Settings& settings = observations.settings.value;
    const std::vector<std::string> interfaces = unvalidated_interfaces(settings, family);
    if (!forwards(settings, family) || interfaces.empty()) return {};
    if (firewall_validates(observations.firewall.value, family)) return {};
    if (!observations.firewall.unseen.empty()) return core::failure(observations.firewall.unseen.front().why);
    return std::vector<Evidence>{{.subjects = interfaces,
                                  .seen = fmt::format("{} packets are forwarded, and neither the kernel nor "
                                                      "a firewall rule validates their source addresses",
                                                      to_string(family)),
                                  .remedy = commands_to_validate(settings, family, interfaces),
                                  .severity = {}}};
  };
}

/// A setting of the catalogue as a check: the catalogue says what is recommended and why.
Check setting_check(std::string_view id, Severity severity, std::string_view title, Family family,
                    std::string_view name) {
  const Setting& setting = *kernel::find_setting(family, name);
  return {.id = id,
          .severity = severity,
          .title = title,
          .why = setting.purpose,
          .section = setting.section,
          .look = setting_look(family, name)};
}

Check source_validation_check(std::string_view id, Family family) {
  return {.id = id,
          .severity = Severity::kHigh,
          .title = "The host forwards packets without validating their source addresses",
          .why =
              "Any machine on a network behind it can send with the address of another one, and the host "
              "carries the forgery on. If routes are asymmetric so that a strict filter is out of the "
              "question, use a loose one or rules of the firewall.",
          .section = "4.4.3.1",
          .look = source_validation_look(family)};
}

}  // namespace

std::vector<Check> kernel_checks() {
  constexpr auto kIpv4 = Family::kIpv4;
  constexpr auto kIpv6 = Family::kIpv6;
  return {
      // Writing forwarding resets accept_redirects (devinet_sysctl_forward()), so its remedy has to come
      // first.
      setting_check("kernel.ipv4.forwarding", Severity::kMedium, "The host forwards IPv4 packets", kIpv4,
                    "forwarding"),
      setting_check("kernel.ipv6.forwarding", Severity::kMedium, "The host forwards IPv6 packets", kIpv6,
                    "forwarding"),
      setting_check("kernel.ipv4.accept_source_route", Severity::kHigh,
                    "IPv4 packets may choose their own route", kIpv4, "accept_source_route"),
      setting_check("kernel.ipv6.accept_source_route", Severity::kMedium,
                    "IPv6 packets may choose their own route", kIpv6, "accept_source_route"),
      setting_check("kernel.ipv4.mc_forwarding", Severity::kMedium,
                    "The host forwards IPv4 multicast packets", kIpv4, "mc_forwarding"),
      setting_check("kernel.ipv6.mc_forwarding", Severity::kMedium,
                    "The host forwards IPv6 multicast packets", kIpv6, "mc_forwarding"),
      setting_check("kernel.ipv4.accept_redirects", Severity::kMedium, "ICMP redirects change IPv4 routes",
                    kIpv4, "accept_redirects"),
      setting_check("kernel.ipv6.accept_redirects", Severity::kMedium, "ICMPv6 redirects change IPv6 routes",
                    kIpv6, "accept_redirects"),
      setting_check("kernel.ipv4.secure_redirects", Severity::kLow,
                    "ICMP redirects of known gateways change IPv4 routes", kIpv4, "secure_redirects"),
      setting_check("kernel.ipv4.send_redirects", Severity::kLow, "The host sends ICMP redirects", kIpv4,
                    "send_redirects"),
      setting_check("kernel.ipv4.rp_filter", Severity::kMedium,
                    "IPv4 packets with a spoofed source address are taken", kIpv4, "rp_filter"),
      source_validation_check("kernel.ipv4.source_validation", kIpv4),
      source_validation_check("kernel.ipv6.source_validation", kIpv6),
  };
}

}  // namespace portreeve::audit
