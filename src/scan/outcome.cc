#include "scan/outcome.h"

#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>

#include <cerrno>

namespace portreeve::scan {
namespace {

// Codes that <netinet/icmp6.h> does not name: RFC 4443, section 3.1.
constexpr std::uint8_t kIcmpv6PolicyFailed = 5;
constexpr std::uint8_t kIcmpv6RejectRoute = 6;

Reason icmp_unreachable_reason(std::uint8_t code) {
  switch (code) {
    case ICMP_NET_UNREACH:
      return Reason::kNetUnreach;
    case ICMP_HOST_UNREACH:
      return Reason::kHostUnreach;
    case ICMP_PROT_UNREACH:
      return Reason::kProtoUnreach;
    case ICMP_PORT_UNREACH:
      return Reason::kPortUnreach;
    case ICMP_NET_ANO:
      return Reason::kNetProhibited;
    case ICMP_HOST_ANO:
      return Reason::kHostProhibited;
    case ICMP_PKT_FILTERED:
      return Reason::kAdminProhibited;
    default:
      return Reason::kDestUnreach;
  }
}

Reason icmpv6_unreachable_reason(std::uint8_t code) {
  switch (code) {
    case ICMP6_DST_UNREACH_NOROUTE:
      return Reason::kNoRoute;
    case ICMP6_DST_UNREACH_ADMIN:
    case kIcmpv6PolicyFailed:
      return Reason::kAdminProhibited;
    case ICMP6_DST_UNREACH_BEYONDSCOPE:
      return Reason::kBeyondScope;
    case ICMP6_DST_UNREACH_ADDR:
      return Reason::kHostUnreach;
    case ICMP6_DST_UNREACH_NOPORT:
      return Reason::kPortUnreach;
    case kIcmpv6RejectRoute:
      return Reason::kRejectRoute;
    default:
      return Reason::kDestUnreach;
  }
}

Outcome filtered(Reason reason) {
  return {PortState::kFiltered, reason};
}

}  // namespace

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::kSynAck:
      return "syn-ack";
    case Reason::kConnRefused:
      return "conn-refused";
    case Reason::kNoResponse:
      return "no-response";
    case Reason::kNetUnreach:
      return "net-unreach";
    case Reason::kHostUnreach:
      return "host-unreach";
    case Reason::kProtoUnreach:
      return "proto-unreach";
    case Reason::kPortUnreach:
      return "port-unreach";
    case Reason::kDestUnreach:
      return "dest-unreach";
    case Reason::kNetProhibited:
      return "net-prohibited";
    case Reason::kHostProhibited:
      return "host-prohibited";
    case Reason::kAdminProhibited:
      return "admin-prohibited";
    case Reason::kTimeExceeded:
      return "time-exceeded";
    case Reason::kNoRoute:
      return "no-route";
    case Reason::kBeyondScope:
      return "beyond-scope";
    case Reason::kRejectRoute:
      return "reject-route";
  }
  return {};
}

Outcome classify_icmp(const IcmpError& error) {
  if (error.family == core::Family::kIpv4) {
    if (error.type == ICMP_DEST_UNREACH) return filtered(icmp_unreachable_reason(error.code));
    return filtered(error.type == ICMP_TIME_EXCEEDED ? Reason::kTimeExceeded : Reason::kDestUnreach);
  }
  if (error.type == ICMP6_DST_UNREACH) return filtered(icmpv6_unreachable_reason(error.code));
  return filtered(error.type == ICMP6_TIME_EXCEEDED ? Reason::kTimeExceeded : Reason::kDestUnreach);
}

std::optional<Outcome> classify_errno(int errno_value) {
  switch (errno_value) {
    case ECONNRESET:
    case EPIPE:
      return Outcome{PortState::kOpen, Reason::kSynAck};
    case ECONNREFUSED:
      return Outcome{PortState::kClosed, Reason::kConnRefused};
    case ETIMEDOUT:
      return filtered(Reason::kNoResponse);
    case EHOSTUNREACH:
      return filtered(Reason::kHostUnreach);
    case ENETUNREACH:
      return filtered(Reason::kNoRoute);
    case ENOPROTOOPT:
      return filtered(Reason::kProtoUnreach);
    case ENONET:
      return filtered(Reason::kDestUnreach);
    case EACCES:
    case EPERM:
      return filtered(Reason::kAdminProhibited);
    default:
      return std::nullopt;
  }
}

bool is_exhaustion(int errno_value) {
  switch (errno_value) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case ENOSPC:
    case EAGAIN:
    case EADDRNOTAVAIL:
    case EADDRINUSE:
      return true;
    default:
      return false;
  }
}

}  // namespace portreeve::scan
