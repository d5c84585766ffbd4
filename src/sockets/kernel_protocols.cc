#include "sockets/kernel_protocols.h"

#include <string>

#include "core/text.h"
#include "sockets/proc_net.h"
#include "sockets/proc_number.h"

namespace portreeve::sockets {
namespace {

using core::Family;

//   protocol size sockets …
enum Column : std::size_t { kName = 0, kSockets = 2, kColumns = 3 };

// The names that the kernel's own structures have, of IPv4 and of IPv6.
struct Names {
  std::string_view ipv4;
  std::string_view ipv6;
};

Names kernel_names(Protocol protocol) {
  switch (protocol) {
    case Protocol::kTcp:
      return {"TCP", "TCPv6"};
    case Protocol::kMptcp:
      return {"MPTCP", "MPTCPv6"};
    case Protocol::kUdp:
      return {"UDP", "UDPv6"};
    case Protocol::kUdplite:
      return {"UDP-Lite", "UDPLITEv6"};
    case Protocol::kRaw:
      return {"RAW", "RAWv6"};
    case Protocol::kIcmp:
      return {"PING", "PINGv6"};
    case Protocol::kSctp:
      return {"SCTP", "SCTPv6"};
    case Protocol::kUnix:
      return {"UNIX", "UNIX"};
    case Protocol::kPacket:
      return {"PACKET", "PACKET"};
    case Protocol::kNetlink:
      return {"NETLINK", "NETLINK"};
    case Protocol::kVsock:
      return {"AF_VSOCK", "AF_VSOCK"};
  }
  return {};
}

// The kernel does not count the sockets of vsock, but keeps them in a slab of their own; without a single
// object in it there is none on the host. What has been freed may be counted as well, so a number tells
// nothing, and older kernels have no such slab (mm/slub.c, objects_show()).
bool has_empty_slab(const core::SystemRoot& root, Protocol protocol) {
  if (protocol != Protocol::kVsock) return false;
  const auto objects = root.read_value("/sys/kernel/slab/AF_VSOCK/objects");
  if (!objects) return false;
  const auto words = core::split_words(*objects);
  return !words.empty() && parse_decimal<std::uint64_t>(words.front()) == 0u;
}

// Streams of unix(7) have a line of their own in later kernels, so its count says nothing about all of them.
bool counts_all(Protocol protocol) {
  return protocol != Protocol::kVsock && protocol != Protocol::kUnix;
}

}  // namespace

Support find_support(std::string_view protocols, Protocol protocol, Family family) {
  const Names names = kernel_names(protocol);
  const std::string_view name = family == Family::kIpv4 ? names.ipv4 : names.ipv6;
  for (const std::string_view line : core::split(protocols, '\n')) {
    const auto words = core::split_words(line);
    if (words.size() < kColumns || words[kName] != name) continue;
    const bool is_unused = parse_decimal<std::uint32_t>(words[kSockets]) == 0u;
    return is_unused && counts_all(protocol) ? Support::kNoSockets : Support::kYes;
  }
  return Support::kNone;
}

Support protocol_support(const core::SystemRoot& root, Protocol protocol, Family family) {
  const auto protocols = root.read(proc_net_directory(root) + "/protocols");
  if (!protocols) return Support::kUnknown;
  const Support support = find_support(*protocols, protocol, family);
  return support == Support::kYes && has_empty_slab(root, protocol) ? Support::kNoSockets : support;
}

}  // namespace portreeve::sockets
