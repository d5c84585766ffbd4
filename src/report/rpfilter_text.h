#pragma once

#include <string>

#include "core/observation.h"
#include "firewall/observe.h"
#include "kernel/settings.h"

namespace portreeve::report {

/// How the source addresses of packets are validated, for a person: rp_filter of IPv4 on each interface, and
/// for both families the rules of the firewall that do it. Names from outside are made printable.
[[nodiscard]] std::string rpfilter_text(const kernel::Settings& settings,
                                        const core::Observed<firewall::Firewall>& firewall);

}  // namespace portreeve::report
