#pragma once

#include <optional>
#include <string_view>

#include "core/system_root.h"
#include "firewall/source_validation.h"

namespace portreeve::firewall {

/// What firewalld makes of IPv6_rpfilter in the text of its firewalld.conf (firewalld.conf(5)): strict for
/// "yes", "true", "strict", and for a missing key or an unknown word, since that is its default; loose for
/// "loose"; nothing for "no" and "false", and for the "-forward" modes, which leave the host itself open.
[[nodiscard]] std::optional<SourceValidation> parse_firewalld_conf(std::string_view text);

/// The same for /etc/firewalld/firewalld.conf of a host where firewalld starts with the system; nothing if it
/// does not, or if the file is not there.
[[nodiscard]] std::optional<SourceValidation> observe_firewalld(const core::SystemRoot& root);

}  // namespace portreeve::firewall
