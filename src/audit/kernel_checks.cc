#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/shell.h"
#include "kernel/verdict.h"

namespace portreeve::audit {
namespace {

using core::Family;
using kernel::Setting;
using kernel::Settings;

constexpr std::string_view kAll = "all";
constexpr std::string_view kLoopback = "lo";

std::vector<std::string> commands_to_set(const Setting& setting, const std::vector<kernel::Write>& writes) {
  if (setting.read_only) {
    return {
        "ip mroute show; ip -6 mroute show   # a multicast routing daemon has set it: pimd, mrouted, "
        "smcroute, frr",
        "ss -0 -w -a -n -p | grep -i igmp   # shows which one; stop it"};
  }
  std::vector<std::string> commands;
  for (const kernel::Write& write : writes) {
    commands.push_back("sysctl -w " +
                       shell_word(fmt::format("{}={}", sysctl_key(setting, write.scope), write.value)));
  }
  return commands;
}

// The settings of a scope are judged by the value in force there, never by the number in one file.
Look setting_look(Family family, std::string_view name) {
  return [family, name](const Observations& observations) -> core::Result<std::vector<Evidence>> {
    const Setting& setting = *kernel::find_setting(family, name);
    const Settings& settings = observations.settings.value;
    const kernel::Verdict verdict = kernel::judge(settings, setting);
    if (verdict.wrong.empty()) return {};
    std::string seen = kernel::describe_values(settings, setting, verdict.wrong);
    if (const std::string literal = kernel::describe_literal(verdict); !literal.empty())
      seen += "; " + literal;
    return std::vector<Evidence>{{.subjects = verdict.wrong,
                                  .seen = std::move(seen),
                                  .remedy = commands_to_set(setting, verdict.remedy),
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

std::vector<std::string> commands_to_validate(const Settings& settings, Family family) {
  if (family == Family::kIpv6) return {"ip6tables -t raw -I PREROUTING -m rpfilter --invert -j DROP"};
  const Setting& rp_filter = *kernel::find_setting(family, "rp_filter");
  return commands_to_set(rp_filter, kernel::judge(settings, rp_filter).remedy);
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
                                  .remedy = commands_to_validate(settings, family),
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
      setting_check("kernel.ipv6.force_forwarding", Severity::kMedium,
                    "Interfaces forward IPv6 packets although forwarding is off", kIpv6, "force_forwarding"),
      setting_check("kernel.ipv4.accept_source_route", Severity::kHigh,
                    "IPv4 packets may choose their own route", kIpv4, "accept_source_route"),
      setting_check("kernel.ipv6.accept_source_route", Severity::kMedium,
                    "IPv6 packets may choose their own route", kIpv6, "accept_source_route"),
      setting_check("kernel.ipv6.seg6_enabled", Severity::kMedium,
                    "IPv6 packets may choose their own route by segments", kIpv6, "seg6_enabled"),
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
