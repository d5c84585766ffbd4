#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/port_range.h"
#include "core/result.h"
#include "core/seconds.h"
#include "core/transport.h"

namespace portreeve::scan {

/// What a port looks like from outside, in the terms that nmap established (nmap(1), "Port Scanning Basics").
enum class PortState : std::uint8_t {
  kOpen,            ///< a service accepts: "open"
  kClosed,          ///< reachable, and no service there: "closed"
  kFiltered,        ///< a filter on the way keeps anyone from telling: "filtered"
  kOpenFiltered,    ///< open or filtered, as silence says for UDP: "open|filtered"
  kUnfiltered,      ///< reachable, but open or closed is unknown: "unfiltered"
  kClosedFiltered,  ///< closed or filtered: "closed|filtered"
};

/// nmap's word for a state: "open", "closed", "filtered", "open|filtered", "unfiltered", "closed|filtered".
[[nodiscard]] std::string_view to_string(PortState state);

/// Parses one of the words above.
[[nodiscard]] core::Result<PortState> parse_port_state(std::string_view text);

/// The outcome for one port. `reason` is nmap's word for what was seen: "syn-ack", "conn-refused",
/// "port-unreach", "no-response", "host-unreach", "admin-prohibited", ...
struct PortResult {
  core::Transport transport = core::Transport::kTcp;
  std::uint16_t port = 0;
  PortState state = PortState::kFiltered;
  std::string reason;

  bool operator==(const PortResult&) const = default;
};

/// Many ports with the same outcome, which a report tells as one: the "Not shown: 997 closed tcp ports" of a
/// text. The ranges are sorted and do not touch.
struct PortGroup {
  core::Transport transport = core::Transport::kTcp;
  PortState state = PortState::kFiltered;
  std::string reason;
  std::vector<core::PortRange> ports;

  /// How many ports the ranges hold.
  [[nodiscard]] std::uint32_t size() const;

  bool operator==(const PortGroup&) const = default;
};

/// What was seen of one host.
struct HostReport {
  core::Address address;
  std::string name;  ///< what was asked for, when it was a name; may be empty, and comes from outside
  bool is_up = false;
  std::optional<core::Seconds> latency;  ///< the fastest answer; none when nothing answered
  std::vector<PortResult> ports;         ///< those told one by one, sorted by transport and port
  std::vector<PortGroup> not_listed;     ///< the others that were scanned, sorted by transport and first port
  /// Why ports that should have been scanned are in neither list: the host's time ran out, no more source
  /// ports. Empty when every port has its state.
  std::string incomplete;

  /// The state of a port, whichever list it is in. Nothing means that this port was not scanned.
  [[nodiscard]] std::optional<PortState> state_of(core::Transport transport, std::uint16_t port) const;

  bool operator==(const HostReport&) const = default;
};

/// A whole scan: who looked, when, and what was seen.
struct ScanReport {
  std::string scanner;       ///< "portreeve 0.1.0" or "nmap 7.93"
  std::string arguments;     ///< the command line
  std::int64_t started = 0;  ///< Unix time in seconds
  core::Seconds elapsed{};
  std::vector<HostReport> hosts;  ///< those that are down included, in the order asked for

  bool operator==(const ScanReport&) const = default;
};

}  // namespace portreeve::scan
