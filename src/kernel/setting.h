#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/address.h"

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
  kInterfaceUnlessForwarding,  ///< accept_redirects of IPv6: off where the interface forwards
  kSecureRedirects,            ///< kOr, but read only where shared_media is off (net/ipv4/route.c)
};

/// "interface", "all", "and", "or", "maximum", "minimum", "or_unless_forwarding",
/// "interface_unless_forwarding", "secure_redirects".
[[nodiscard]] std::string_view to_string(Combination combination);

/// What a value is compared with: the kernel checks the range of almost none, so classes of values count.
enum class Wanted : std::uint8_t {
  kOff,  ///< 0, or below 0 where that is stricter still
  kOn,   ///< anything but 0
};

/// One row of the catalogue: a key of net/ipv4/conf or net/ipv6/conf.
struct Setting {
  core::Family family;
  std::string_view name;  ///< "accept_source_route"
  Combination combination;
  Wanted wanted;
  std::int64_t recommended;   ///< the value to write
  bool read_only;             ///< the kernel sets it on behalf of a daemon; writing fails even for root
  std::string_view purpose;   ///< what the recommended value keeps out
  std::string_view section;   ///< of the guide's chapter; empty where the chapter does not name the key
  bool is_auxiliary = false;  ///< here only because others depend on it: it is shown, and never judged
};

/// Every setting that the guide's chapter names, in its order, IPv4 before IPv6, and those that decide
/// whether one of them is read at all.
[[nodiscard]] std::span<const Setting> catalogue();

/// The row of a key; null if the catalogue has none.
[[nodiscard]] const Setting* find_setting(core::Family family, std::string_view name);

/// Whether a value in force is as good as the recommended one.
[[nodiscard]] bool is_recommended(const Setting& setting, std::int64_t value);

/// What a value of rp_filter in force makes the kernel do: "off", "strict" (RFC 3704, 2.2) for 1, or "loose"
/// (RFC 3704, 2.4) for any other number (__fib_validate_source(), net/ipv4/fib_frontend.c).
[[nodiscard]] std::string_view reverse_path_mode(std::int64_t rp_filter);

/// Whether the value in force in a scope ("all", "default" or an interface) says something about the host's
/// dealings with others. What comes in through the loopback interface is the host's own, so that one counts
/// for send_redirects alone, which the guide wants off on every interface. `all` by itself counts only where
/// the kernel reads nothing else.
[[nodiscard]] bool is_judged(const Setting& setting, std::string_view scope);

/// The file of a setting below /proc/sys, for "all", "default" or an interface:
/// "net/ipv4/conf/eth0/rp_filter".
[[nodiscard]] std::string settings_file(const Setting& setting, std::string_view scope);

/// The key as sysctl(8) takes it: with dots, or with slashes when the interface's name has a dot in it, since
/// the first separator decides how the rest is read (sysctl.d(5)).
[[nodiscard]] std::string sysctl_key(const Setting& setting, std::string_view scope);

}  // namespace portreeve::kernel
