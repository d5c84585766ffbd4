#pragma once

#include <functional>
#include <string>
#include <vector>

#include "audit/observations.h"
#include "core/observation.h"
#include "core/result.h"
#include "scan/ports.h"

namespace portreeve::scan {
struct Progress;
}

namespace portreeve::audit {

/// Reads the outside view from a file that `portreeve scan --json` or `nmap -oX` wrote on another machine.
[[nodiscard]] core::Result<OutsideView> read_outside_view(const std::string& file);

/// Takes the outside view from another network namespace of this machine, named as in
/// NetworkNamespace::open(): a TCP connect scan of `ports` on the addresses of the host that can be reached
/// from elsewhere. `progress` is told how far it is (scan::ScanOptions::progress).
[[nodiscard]] core::Result<OutsideView> scan_from_namespace(
    const std::string& network_namespace, const kernel::LocalAddresses& addresses, const scan::PortSet& ports,
    const std::function<void(const scan::Progress&)>& progress);

/// The addresses that a machine elsewhere can scan: all but loopback and link-local ones.
[[nodiscard]] kernel::LocalAddresses reachable_addresses(const kernel::LocalAddresses& addresses);

/// What of the host nobody has looked at from outside, and the commands that would.
[[nodiscard]] std::vector<core::Unseen> unseen_from_outside(const Observations& observations);

}  // namespace portreeve::audit
