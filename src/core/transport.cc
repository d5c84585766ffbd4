#include "core/transport.h"

#include <array>

namespace portreeve::core {
namespace {

constexpr std::array kTransports{Transport::kIcmp, Transport::kTcp,     Transport::kUdp, Transport::kIcmpv6,
                                 Transport::kSctp, Transport::kUdplite, Transport::kRaw};

}  // namespace

std::string_view to_string(Transport transport) {
  switch (transport) {
    case Transport::kIcmp:
      return "icmp";
    case Transport::kTcp:
      return "tcp";
    case Transport::kUdp:
      return "udp";
    case Transport::kIcmpv6:
      return "icmpv6";
    case Transport::kSctp:
      return "sctp";
    case Transport::kUdplite:
      return "udplite";
    case Transport::kRaw:
      return "raw";
  }
  return "unknown";
}

Result<Transport> parse_transport(std::string_view text) {
  for (const Transport transport : kTransports) {
    if (to_string(transport) == text) return transport;
  }
  return failure(parse_error("the transport", text, "not one of icmp, tcp, udp, icmpv6, sctp, udplite, raw"));
}

}  // namespace portreeve::core
