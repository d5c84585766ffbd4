#include "sockets/protocol_names.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

template <typename Number>
using Name = std::pair<Number, std::string_view>;

// Spelt as iproute2 does, which is in lower case for the most part.
constexpr std::array kEthernetProtocols{
    Name<std::uint16_t>{0x0001, "802_3"},     Name<std::uint16_t>{0x0002, "ax25"},
    Name<std::uint16_t>{0x0003, "all"},       Name<std::uint16_t>{0x0004, "802_2"},
    Name<std::uint16_t>{0x0005, "snap"},      Name<std::uint16_t>{0x0006, "ddcmp"},
    Name<std::uint16_t>{0x0007, "wan_ppp"},   Name<std::uint16_t>{0x0008, "ppp_mp"},
    Name<std::uint16_t>{0x0009, "localtalk"}, Name<std::uint16_t>{0x000c, "can"},
    Name<std::uint16_t>{0x0010, "ppptalk"},   Name<std::uint16_t>{0x0011, "tr_802_2"},
    Name<std::uint16_t>{0x0015, "mobitex"},   Name<std::uint16_t>{0x0016, "control"},
    Name<std::uint16_t>{0x0017, "irda"},      Name<std::uint16_t>{0x0018, "econet"},
    Name<std::uint16_t>{0x0060, "loop"},      Name<std::uint16_t>{0x0200, "pup"},
    Name<std::uint16_t>{0x0201, "pupat"},     Name<std::uint16_t>{0x0800, "ip"},
    Name<std::uint16_t>{0x0805, "x25"},       Name<std::uint16_t>{0x0806, "arp"},
    Name<std::uint16_t>{0x0a00, "ieeepup"},   Name<std::uint16_t>{0x0a01, "ieeepupat"},
    Name<std::uint16_t>{0x6000, "dec"},       Name<std::uint16_t>{0x6001, "dna_dl"},
    Name<std::uint16_t>{0x6002, "dna_rc"},    Name<std::uint16_t>{0x6003, "dna_rt"},
    Name<std::uint16_t>{0x6004, "lat"},       Name<std::uint16_t>{0x6005, "diag"},
    Name<std::uint16_t>{0x6006, "cust"},      Name<std::uint16_t>{0x6007, "sca"},
    Name<std::uint16_t>{0x6558, "teb"},       Name<std::uint16_t>{0x8035, "rarp"},
    Name<std::uint16_t>{0x809b, "atalk"},     Name<std::uint16_t>{0x80f3, "aarp"},
    Name<std::uint16_t>{0x8100, "802.1Q"},    Name<std::uint16_t>{0x8137, "ipx"},
    Name<std::uint16_t>{0x86dd, "ipv6"},      Name<std::uint16_t>{0x8847, "mpls_uc"},
    Name<std::uint16_t>{0x8848, "mpls_mc"},   Name<std::uint16_t>{0x884c, "atmmpoa"},
    Name<std::uint16_t>{0x8863, "ppp_disc"},  Name<std::uint16_t>{0x8864, "ppp_ses"},
    Name<std::uint16_t>{0x8884, "atmfate"},   Name<std::uint16_t>{0x8892, "profinet"},
    Name<std::uint16_t>{0x88a2, "aoe"},       Name<std::uint16_t>{0x88a4, "ethercat"},
    Name<std::uint16_t>{0x88a8, "802.1ad"},   Name<std::uint16_t>{0x88ca, "tipc"},
    Name<std::uint16_t>{0x88cc, "LLDP"},
};

constexpr std::array kNetlinkFamilies{
    Name<std::uint8_t>{0, "rtnl"},       Name<std::uint8_t>{1, "unused"},
    Name<std::uint8_t>{2, "usersock"},   Name<std::uint8_t>{3, "fw"},
    Name<std::uint8_t>{4, "tcpdiag"},    Name<std::uint8_t>{5, "nflog"},
    Name<std::uint8_t>{6, "xfrm"},       Name<std::uint8_t>{7, "selinux"},
    Name<std::uint8_t>{8, "iscsi"},      Name<std::uint8_t>{9, "audit"},
    Name<std::uint8_t>{10, "fiblookup"}, Name<std::uint8_t>{11, "connector"},
    Name<std::uint8_t>{12, "nft"},       Name<std::uint8_t>{13, "ip6fw"},
    Name<std::uint8_t>{14, "dec-rt"},    Name<std::uint8_t>{15, "uevent"},
    Name<std::uint8_t>{16, "genl"},      Name<std::uint8_t>{18, "scsi-trans"},
    Name<std::uint8_t>{19, "ecryptfs"},  Name<std::uint8_t>{20, "rdma"},
    Name<std::uint8_t>{21, "crypto"},
};

template <typename Number>
std::optional<Number> parse_within(std::string_view text) {
  const auto number = parse_c_number(text);
  if (!number || *number < 0 || *number > std::numeric_limits<Number>::max()) return std::nullopt;
  return static_cast<Number>(*number);
}

}  // namespace

std::string ethernet_protocol_name(std::uint16_t protocol) {
  const auto* const found = std::ranges::find(kEthernetProtocols, protocol, &Name<std::uint16_t>::first);
  return found == kEthernetProtocols.end() ? fmt::format("[{}]", protocol) : std::string(found->second);
}

std::optional<std::uint16_t> parse_ethernet_protocol(std::string_view text) {
  const std::string wanted = core::to_lower(text);
  for (const auto& [number, name] : kEthernetProtocols) {
    if (core::to_lower(name) == wanted) return number;
  }
  return parse_within<std::uint16_t>(text);
}

std::string netlink_family_name(std::uint8_t family) {
  const auto* const found = std::ranges::find(kNetlinkFamilies, family, &Name<std::uint8_t>::first);
  return found == kNetlinkFamilies.end() ? fmt::format("{}", family) : std::string(found->second);
}

std::optional<std::uint8_t> parse_netlink_family(std::string_view text) {
  const auto* const found = std::ranges::find(kNetlinkFamilies, text, &Name<std::uint8_t>::second);
  return found == kNetlinkFamilies.end() ? parse_within<std::uint8_t>(text) : found->first;
}

std::optional<std::int64_t> parse_c_number(std::string_view text) {
  if (text.empty() || text.find('\0') != std::string_view::npos || core::trim(text) != text)
    return std::nullopt;
  const std::string terminated(text);
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(terminated.c_str(), &end, 0);
  if (errno != 0 || *end != '\0') return std::nullopt;
  return number;
}

}  // namespace portreeve::sockets
