#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/json.h"

namespace portreeve::firewall {

/// What makes the packet filter drop packets whose source address has no route back.
enum class Mechanism : std::uint8_t {
  kNftablesFib,       ///< an nftables rule with a `fib saddr … oif missing` expression
  kIptablesRpfilter,  ///< the rpfilter match of iptables or ip6tables
  kFirewalld,         ///< IPv6_rpfilter of firewalld.conf, in a capture that holds no rules
};

/// "nftables fib rule", "iptables rpfilter match", "firewalld IPv6_rpfilter".
[[nodiscard]] std::string_view to_string(Mechanism mechanism);

/// One rule that validates the source addresses of a family.
struct SourceValidation {
  core::Family family = core::Family::kIpv4;
  Mechanism mechanism = Mechanism::kNftablesFib;
  /// Whether the route back must lead through the interface that the packet came in by (RFC 3704, 2.2), or
  /// any route will do (2.3). Nothing when the rule does not show it.
  std::optional<bool> is_strict;
  std::string where;  ///< "table inet filter, chain prerouting"; names come from the rule set's author
};

/// The rules of a rule set that drop packets by their source's route: those of prerouting chains, since only
/// these see what is forwarded and what is for the host itself. `ruleset` is what `nft -j list ruleset`
/// prints (libnftables-json(5)); anything in it that has another form is passed over.
///
/// A rule that matches anything besides counts for nothing, since it validates some packets and not others;
/// and none counts behind a rule that lets packets pass by it, but for those of the host itself, of IPv6
/// autoconfiguration and of neighbour discovery, which have to be let through.
[[nodiscard]] std::vector<SourceValidation> find_source_validation(const core::Json& ruleset);

/// Whether a rule set, of the same form, holds any rule at all.
[[nodiscard]] bool has_rules(const core::Json& ruleset);

}  // namespace portreeve::firewall
