#pragma once

#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "firewall/source_validation.h"

namespace portreeve::firewall {

/// What was seen of the packet filter.
struct Firewall {
  std::vector<SourceValidation> source_validations;
  bool has_rules = false;  ///< whether any rule was seen, of whatever kind
};

/// Observes the nftables rules of the caller's network namespace through libnftables, rules of iptables-nft
/// among them; CAP_NET_ADMIN is needed. Rules of the legacy iptables are noted as unseen, as they live
/// elsewhere.
///
/// A capture may hold DIR/nftables.json with the output of `nft -j list ruleset`. Without it its rules are
/// unseen, and IPv6_rpfilter of DIR/etc/firewalld/firewalld.conf is taken for what firewalld makes of it.
[[nodiscard]] core::Observed<Firewall> observe_firewall(const core::SystemRoot& root);

}  // namespace portreeve::firewall
