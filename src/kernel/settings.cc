#include "kernel/settings.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::kernel {
namespace {

using core::Family;

constexpr std::string_view kAll = "all";
constexpr std::string_view kDefault = "default";
// The value of accept_ra that takes advertisements on a router too.
constexpr std::int64_t kAlways = 2;

std::string conf_directory(Family family) {
  return fmt::format("/proc/sys/net/{}/conf", family == Family::kIpv4 ? "ipv4" : "ipv6");
}

// Found once: the rules of several settings ask for it, for each interface.
const Setting& forwarding_of(Family family) {
  static const Setting& ipv4 = *find_setting(Family::kIpv4, "forwarding");
  static const Setting& ipv6 = *find_setting(Family::kIpv6, "forwarding");
  return family == Family::kIpv4 ? ipv4 : ipv6;
}

// Where it stood in a file that has one line.
core::Error located(core::Error error, std::string file) {
  error.location = core::SourceLocation{std::move(file), 1};
  return error;
}

bool is_gone(const core::SystemRoot& root, Family family, const std::string& scope) {
  const auto directory = root.list(conf_directory(family) + "/" + scope);
  return !directory && directory.error().errno_value == ENOENT;
}

core::Result<std::int64_t> read_number(const core::SystemRoot& root, const std::string& path) {
  return root.read_value(path).and_then(
      [&](const std::string& contents) { return parse_setting_value(root.shown_path(path), contents); });
}

void observe_ip_forward(const core::SystemRoot& root, core::Observed<Settings>& observed) {
  const auto value = read_number(root, "/proc/sys/net/ipv4/ip_forward");
  if (value) {
    observed.value.set_ip_forward(*value);
  } else {
    observed.miss("net.ipv4.ip_forward", value.error());
  }
}

// Reads one number. What this kernel need not have may be missing.
void observe_value(const core::SystemRoot& root, const Setting& setting, const std::string& scope,
                   core::Observed<Settings>& observed) {
  const auto value = read_number(root, "/proc/sys/" + settings_file(setting, scope));
  if (value) {
    observed.value.set_own(setting, scope, *value);
    return;
  }
  if (value.error().errno_value == ENOENT && !setting.availability.empty()) return;
  observed.miss(scope == kHostScope
                    ? fmt::format("{} ({})", setting.name, to_string(setting.family))
                    : fmt::format("{} of {} ({})", setting.name, scope, to_string(setting.family)),
                value.error());
}

void observe_host(const core::SystemRoot& root, Family family, core::Observed<Settings>& observed) {
  for (const Setting& setting : catalogue()) {
    if (setting.family == family && setting.combination == Combination::kHost)
      observe_value(root, setting, std::string(kHostScope), observed);
  }
}

// Reads the settings of one scope. False when the whole interface has gone away meanwhile.
bool observe_scope(const core::SystemRoot& root, Family family, const std::string& scope,
                   core::Observed<Settings>& observed) {
  const std::size_t missed_before = observed.unseen.size();
  for (const Setting& setting : catalogue()) {
    if (setting.family != family || setting.combination == Combination::kHost) continue;
    observe_value(root, setting, scope, observed);
    if (observed.unseen.size() != missed_before && is_gone(root, family, scope)) {
      observed.unseen.resize(missed_before);
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<std::int64_t> Settings::own(const Setting& setting, std::string_view scope) const {
  const auto found = values_.find(scope);
  return found == values_.end() ? std::nullopt : found->second.at(catalogue_index(setting));
}

std::optional<std::int64_t> Settings::effective(const Setting& setting, std::string_view scope) const {
  const auto own_value = own(setting, scope);
  if (scope == kAll || scope == kHostScope) return own_value;
  const auto all = own(setting, kAll);
  const auto both = [&](auto combine) -> std::optional<std::int64_t> {
    return all && own_value ? std::optional<std::int64_t>(combine(*all, *own_value)) : std::nullopt;
  };
  const auto logical_and = [](auto left, auto right) { return left != 0 && right != 0 ? 1 : 0; };
  const auto logical_or = [](auto left, auto right) { return left != 0 || right != 0 ? 1 : 0; };
  // Whether the interface itself forwards: the role that decides about redirects (net/ipv4/route.c and
  // net/ipv6/ndisc.c), proxy_arp (net/ipv4/arp.c) and accept_ra (ipv6_accept_ra(), include/net/ipv6.h). It is
  // a setting of the same family, which is never combined with anything.
  const auto by_role = [&](auto on_router, auto on_host) -> std::optional<std::int64_t> {
    const auto forwarding = own(forwarding_of(setting.family), scope);
    if (!forwarding) return std::nullopt;
    return *forwarding != 0 ? on_router() : on_host();
  };

  switch (setting.combination) {
    case Combination::kInterface:
    case Combination::kHost:
      return own_value;
    case Combination::kAllOnly:
      return all;
    case Combination::kAnd:
      return both(logical_and);
    case Combination::kOr:
    case Combination::kSecureRedirects:
      return both(logical_or);
    case Combination::kMaximum:
      return both([](auto left, auto right) { return std::max(left, right); });
    case Combination::kMinimum:
      return both([](auto left, auto right) { return std::min(left, right); });
    case Combination::kOrUnlessForwarding:
      return by_role([&] { return both(logical_and); }, [&] { return both(logical_or); });
    case Combination::kOrIfForwarding:
      return by_role([&] { return both(logical_or); }, [] { return std::optional<std::int64_t>(0); });
    case Combination::kInterfaceUnlessForwarding:
      return by_role([] { return std::optional<std::int64_t>(0); }, [&] { return own_value; });
    case Combination::kAcceptRa:
      return by_role(
          [&] { return own_value == kAlways || !own_value ? own_value : std::optional<std::int64_t>(0); },
          [&] { return own_value; });
  }
  return std::nullopt;
}

std::optional<bool> Settings::is_read(const Setting& setting, std::string_view scope) const {
  if (setting.combination != Combination::kSecureRedirects) return true;
  const auto shared_media = effective(*find_setting(setting.family, "shared_media"), scope);
  return shared_media ? std::optional(*shared_media == 0) : std::nullopt;
}

std::optional<bool> Settings::as_recommended(const Setting& setting, std::string_view scope) const {
  const auto value = is_judged(setting, scope) ? effective(setting, scope) : std::nullopt;
  return value ? std::optional(is_recommended(setting, *value)) : std::nullopt;
}

std::vector<std::string> Settings::scopes(Family family) const {
  std::vector<std::string> scopes{std::string(kAll), std::string(kDefault)};
  for (const core::Interface& interface : interfaces_)
    scopes.push_back(interface.name);
  std::erase_if(scopes, [&](const std::string& scope) {
    return std::ranges::none_of(
        catalogue(), [&](const Setting& setting) { return setting.family == family && own(setting, scope); });
  });
  return scopes;
}

std::vector<std::string> Settings::scopes(const Setting& setting) const {
  if (!has(setting)) return {};
  if (setting.combination == Combination::kHost) return {std::string(kHostScope)};
  return scopes(setting.family);
}

bool Settings::has(const Setting& setting) const {
  return std::ranges::any_of(
      values_, [&](const auto& entry) { return entry.second.at(catalogue_index(setting)).has_value(); });
}

void Settings::add_interface(core::Interface interface) {
  const auto place = std::ranges::lower_bound(interfaces_, interface.name, {}, &core::Interface::name);
  if (place == interfaces_.end() || place->name != interface.name)
    interfaces_.insert(place, std::move(interface));
}

void Settings::set_own(const Setting& setting, std::string_view scope, std::int64_t value) {
  auto found = values_.find(scope);
  if (found == values_.end()) found = values_.emplace(scope, Values(catalogue().size())).first;
  found->second.at(catalogue_index(setting)) = value;
}

core::Observed<Settings> observe_settings(const core::SystemRoot& root) {
  core::Observed<Settings> observed;
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    const auto scopes = root.list(conf_directory(family));
    if (!scopes) {
      observed.miss(fmt::format("the {} settings of the kernel", to_string(family)), scopes.error());
      continue;
    }
    if (family == Family::kIpv4) observe_ip_forward(root, observed);
    observe_host(root, family, observed);
    for (const std::string& scope : *scopes) {
      const bool is_there = observe_scope(root, family, scope, observed);
      if (is_there && scope != kAll && scope != kDefault)
        observed.value.add_interface({.index = 0, .name = scope});
    }
  }
  return observed;
}

core::Result<std::int64_t> parse_setting_value(std::string_view file, std::string_view text) {
  return core::parse_number<std::int64_t>("the setting", core::trim(text)).map_error([&](core::Error error) {
    return located(std::move(error), std::string(file));
  });
}

}  // namespace portreeve::kernel
