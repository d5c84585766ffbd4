#include "sockets/protocol.h"

#include <array>

namespace portreeve::sockets {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 11> kNames{"tcp",  "mptcp", "udp",    "udplite", "raw",  "icmp",
                                                  "sctp", "unix",  "packet", "netlink", "vsock"};
static_assert(kNames.size() == static_cast<std::size_t>(kLastProtocol) + 1);

}  // namespace

std::string_view to_string(Protocol protocol) {
  const auto index = static_cast<std::size_t>(protocol);
  return index < kNames.size() ? kNames[index] : "unknown";
}

core::Result<Protocol> parse_protocol(std::string_view text) {
  for (std::size_t index = 0; index < kNames.size(); ++index) {
    if (kNames[index] == text) return static_cast<Protocol>(index);
  }
  return core::failure(core::parse_error(
      "the protocol", text,
      "not one of tcp, mptcp, udp, udplite, raw, icmp, sctp, unix, packet, netlink, vsock"));
}

bool is_internet(Protocol protocol) {
  switch (protocol) {
    case Protocol::kUnix:
    case Protocol::kPacket:
    case Protocol::kNetlink:
    case Protocol::kVsock:
      return false;
    default:
      return true;
  }
}

std::optional<core::Transport> transport_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::kTcp:
    case Protocol::kMptcp:
      return core::Transport::kTcp;
    case Protocol::kUdp:
      return core::Transport::kUdp;
    case Protocol::kUdplite:
      return core::Transport::kUdplite;
    case Protocol::kRaw:
      return core::Transport::kRaw;
    case Protocol::kIcmp:
      return core::Transport::kIcmp;
    case Protocol::kSctp:
      return core::Transport::kSctp;
    default:
      return std::nullopt;
  }
}

}  // namespace portreeve::sockets
