#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/address.h"
#include "core/result.h"

namespace portreeve::kernel {

/// How the kernel makes the value in force on an interface from conf/all and conf/INTERFACE. It differs from
/// key to key (include/linux/inetdevice.h, IN_DEV_ANDCONF and its kin; net/ipv6 reads most keys of the
/// interface alone), which is why the number in one file says little.
enum class Combination : std::uint8_t {
  kInterface,                  ///< the interface's own; `all` is never read
  kAllOnly,                    ///< `all`; the interface's own is never read for this purpose
  kAnd,                        ///< on if both are
  kOr,                         ///< on if either is
  kMaximum,                    ///< the larger number
  kMinimum,                    ///< the smaller number
  kOrUnlessForwarding,         ///< accept_redirects of IPv4: kAnd where the interface forwards, else kOr
  kOrIfForwarding,             ///< proxy_arp: kOr where the interface forwards, else off
  kInterfaceUnlessForwarding,  ///< accept_redirects of IPv6: off where the interface forwards
  kAcceptRa,                   ///< accept_ra: where the interface forwards, off unless its own is 2
  kSecureRedirects,            ///< kOr, but read only where shared_media is off (net/ipv4/route.c)
  kHost,                       ///< one value for the whole host (network namespace)
};

/// "interface", "all", "and", "or", "maximum", "minimum", "or_unless_forwarding", "or_if_forwarding",
/// "interface_unless_forwarding", "accept_ra", "secure_redirects", "host".
[[nodiscard]] std::string_view to_string(Combination combination);

/// The rule in words: "the interface's own value; all is never read".
[[nodiscard]] std::string_view describe(Combination combination);

/// What a value is compared with: the kernel checks the range of almost none, so classes of values count.
enum class Wanted : std::uint8_t {
  kOff,      ///< 0, or below 0 where that is stricter still
  kOn,       ///< anything but 0
  kExactly,  ///< the recommended value and no other
};

/// Who wants the recommended value, the most widely agreed first: how strict a policy has to be to judge it.
enum class Level : std::uint8_t {
  kGuide,      ///< the guide's chapter, or what opens again what the chapter closes
  kBenchmark,  ///< CIS or DISA STIG
  kStrict,     ///< ANSSI, or good practice on hosts that need none of it
  kShown,      ///< nobody: it is shown because others depend on it, or since it is a matter of taste
};

/// "guide", "benchmark", "strict", "shown".
[[nodiscard]] std::string_view to_string(Level level);

/// Parses one of the three names by which settings are judged: "guide", "benchmark", "strict".
[[nodiscard]] core::Result<Level> parse_level(std::string_view text);

/// What the kernel starts with. For a value of the whole host both are the same.
struct KernelDefault {
  std::int64_t in_all = 0;
  std::int64_t in_default = 0;
};

/// The values that mean something (ip-sysctl.rst). The kernel itself takes any number for most keys.
struct Range {
  std::int64_t minimum = 0;
  std::int64_t maximum = 1;
};

/// One row of the catalogue: a key of net/ipv4/conf or net/ipv6/conf, or one of the whole host in net/ipv4 or
/// net/ipv6.
struct Setting {
  core::Family family = core::Family::kIpv4;
  std::string_view name;  ///< "accept_source_route"; of the host "tcp_syncookies", "icmp/echo_ignore_all"
  Combination combination = Combination::kInterface;
  Wanted wanted = Wanted::kOff;
  std::int64_t recommended = 0;  ///< the value to write
  Level level = Level::kShown;
  KernelDefault kernel_default{};
  std::string_view unit = "switch";  ///< "switch", "mode", "hops", "addresses", "packets", "bits"
  Range range{};
  std::string_view meaning = "";   ///< what its values do
  std::string_view purpose = "";   ///< why the recommended value
  std::string_view disturbs = "";  ///< what else writing it changes or breaks; may be empty
  std::string_view section = "";   ///< of the guide's chapter; empty where the chapter does not ask for it
  std::string_view availability =
      "";                  ///< "Linux 6.17", "CONFIG_IPV6_SEG6_LWTUNNEL"; empty: every kernel has it
  bool read_only = false;  ///< the kernel sets it on behalf of a daemon; writing fails even for root
};

/// Every network setting that the program knows: for each family those that the guide's chapter names, in its
/// order, then their neighbours, then those of the whole host; IPv4 before IPv6.
[[nodiscard]] std::span<const Setting> catalogue();

/// The row of a key; null if the catalogue has none.
[[nodiscard]] const Setting* find_setting(core::Family family, std::string_view name);

/// The place of a row in the catalogue. REQUIRES: `setting` is one of its rows.
[[nodiscard]] std::size_t catalogue_index(const Setting& setting);

/// Whether a value in force is as good as the recommended one.
[[nodiscard]] bool is_recommended(const Setting& setting, std::int64_t value);

/// What a value of rp_filter in force makes the kernel do: "off", "strict" (RFC 3704, 2.2) for 1, or "loose"
/// (RFC 3704, 2.4) for any other number (__fib_validate_source(), net/ipv4/fib_frontend.c).
[[nodiscard]] std::string_view reverse_path_mode(std::int64_t rp_filter);

/// The scope of a setting of the whole host; no interface can have this name.
inline constexpr std::string_view kHostScope;

/// Whether the value in force in a scope ("all", "default", an interface, or kHostScope) says something about
/// the host's dealings with others. What comes in through the loopback interface is the host's own, so that
/// one counts for send_redirects alone, which the guide wants off on every interface. `all` by itself counts
/// only where the kernel reads nothing else.
[[nodiscard]] bool is_judged(const Setting& setting, std::string_view scope);

/// Whether the number in `all` takes part when the kernel decides on an interface, or is copied to every
/// interface when it is written (devinet_sysctl_forward(), net/ipv4/devinet.c; addrconf_sysctl_forward() and
/// addrconf_sysctl_disable(), net/ipv6/addrconf.c).
[[nodiscard]] bool all_matters(const Setting& setting);

/// Whether the right number in `all` is enough, whatever the interfaces say.
[[nodiscard]] bool all_suffices(const Setting& setting);

/// The file of a setting below /proc/sys, for "all", "default" or an interface:
/// "net/ipv4/conf/eth0/rp_filter". The scope of a setting of the whole host is not looked at.
[[nodiscard]] std::string settings_file(const Setting& setting, std::string_view scope);

/// The key as sysctl(8) takes it: with dots, or with slashes when the interface's name has a dot in it, since
/// the first separator decides how the rest is read (sysctl.d(5)).
[[nodiscard]] std::string sysctl_key(const Setting& setting, std::string_view scope);

/// A setting and the scope that a file below /proc/sys belongs to.
struct SettingScope {
  const Setting* setting = nullptr;
  std::string scope;
};

/// The reverse of settings_file(); nothing for a file that the catalogue does not have. net/ipv4/ip_forward
/// is another name of forwarding in `all`.
[[nodiscard]] std::optional<SettingScope> find_by_file(std::string_view file);

}  // namespace portreeve::kernel
