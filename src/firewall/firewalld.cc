#include "firewall/firewalld.h"

#include "core/text.h"

namespace portreeve::firewall {
namespace {

constexpr std::string_view kConfiguration = "/etc/firewalld/firewalld.conf";
// What `systemctl enable firewalld` makes (systemctl(1)); a file of settings alone enforces nothing.
constexpr std::string_view kEnabled = "/etc/systemd/system/multi-user.target.wants/firewalld.service";
constexpr std::string_view kKey = "IPv6_rpfilter";

}  // namespace

std::optional<SourceValidation> parse_firewalld_conf(std::string_view text) {
  std::string mode = "strict";
  for (const std::string_view line : core::split(text, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || core::trim(line.substr(0, equals)) != kKey) continue;
    mode = core::to_lower(core::trim(line.substr(equals + 1)));
  }
  if (mode == "no" || mode == "false" || mode.ends_with("-forward")) return std::nullopt;
  return SourceValidation{core::Family::kIpv6, Mechanism::kFirewalld, mode != "loose",
                          std::string(kConfiguration)};
}

std::optional<SourceValidation> observe_firewalld(const core::SystemRoot& root) {
  if (!root.read_link(kEnabled)) return std::nullopt;
  const auto text = root.read(kConfiguration);
  return text ? parse_firewalld_conf(*text) : std::nullopt;
}

}  // namespace portreeve::firewall
