#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/address.h"
#include "scan/report.h"

namespace portreeve::scan {

/// Why a port is believed to be in its state; the words are nmap's.
enum class Reason : std::uint8_t {
  kSynAck,
  kConnRefused,
  kNoResponse,
  kNetUnreach,
  kHostUnreach,
  kProtoUnreach,
  kPortUnreach,
  kDestUnreach,
  kNetProhibited,
  kHostProhibited,
  kAdminProhibited,
  kTimeExceeded,
  kNoRoute,
  kBeyondScope,
  kRejectRoute,
};

/// "syn-ack", "conn-refused", "no-response", "port-unreach", ...
[[nodiscard]] std::string_view to_string(Reason reason);

/// What a probe has shown of a port.
struct Outcome {
  PortState state = PortState::kFiltered;
  Reason reason = Reason::kNoResponse;

  auto operator<=>(const Outcome&) const = default;
};

/// An ICMP or ICMPv6 error that came back for a probe.
struct IcmpError {
  core::Family family = core::Family::kIpv4;  ///< of the message: ICMP or ICMPv6
  std::uint8_t type = 0;
  std::uint8_t code = 0;
};

/// What an ICMP error says about a port: always filtered, since no answer of TCP came (RFC 792; RFC 1812,
/// section 5.2.7.1; RFC 4443, section 3).
[[nodiscard]] Outcome classify_icmp(const IcmpError& error);

/// What a failed connect() says about a port when no ICMP error came with it, or nothing when the failure is
/// this host's own affair (tcp(7), connect(2)). A connection that was made and torn down at once (ECONNRESET,
/// EPIPE) is an open port.
[[nodiscard]] std::optional<Outcome> classify_errno(int errno_value);

/// Whether a failed socket() or connect() means that this host has run out of something, so that the same
/// probe can succeed a little later: descriptors, source ports, memory.
[[nodiscard]] bool is_exhaustion(int errno_value);

}  // namespace portreeve::scan
