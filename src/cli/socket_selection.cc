#include "cli/socket_selection.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace portreeve::cli {
namespace {

using sockets::AddressFamily;
using sockets::Protocol;
using sockets::SocketType;
using sockets::State;
using sockets::StateSet;

constexpr std::uint32_t bits(std::initializer_list<SocketTable> tables) {
  std::uint32_t set = 0;
  for (const SocketTable table : tables)
    set |= 1U << static_cast<unsigned>(table);
  return set;
}

constexpr std::uint32_t kInternet =
    bits({SocketTable::kTcp, SocketTable::kMptcp, SocketTable::kDccp, SocketTable::kUdp,
          SocketTable::kUdplite, SocketTable::kRaw, SocketTable::kIcmp, SocketTable::kSctp});
constexpr std::uint32_t kUnix =
    bits({SocketTable::kUnixDatagram, SocketTable::kUnixStream, SocketTable::kUnixSequenced});
constexpr std::uint32_t kPacket = bits({SocketTable::kPacketDatagram, SocketTable::kPacketRaw});
constexpr std::uint32_t kNetlink = bits({SocketTable::kNetlink});
constexpr std::uint32_t kVsock = bits({SocketTable::kVsockStream, SocketTable::kVsockDatagram});
constexpr std::uint32_t kTipc = bits({SocketTable::kTipc});
constexpr std::uint32_t kXdp = bits({SocketTable::kXdp});
constexpr std::uint32_t kAll = kInternet | kUnix | kPacket | kNetlink | kVsock | kXdp;

struct NamedTables {
  std::string_view name;
  std::uint32_t tables;
};

// The words of -A (ss(8)), their short forms, and "udplite" and "icmp", which ss does not list.
constexpr std::array kQueries{
    NamedTables{"all", kAll},
    NamedTables{"inet", kInternet},
    NamedTables{"tcp", bits({SocketTable::kTcp})},
    NamedTables{"mptcp", bits({SocketTable::kMptcp})},
    NamedTables{"dccp", bits({SocketTable::kDccp})},
    NamedTables{"udp", bits({SocketTable::kUdp})},
    NamedTables{"udplite", bits({SocketTable::kUdplite})},
    NamedTables{"raw", bits({SocketTable::kRaw})},
    NamedTables{"icmp", bits({SocketTable::kIcmp})},
    NamedTables{"sctp", bits({SocketTable::kSctp})},
    NamedTables{"unix", kUnix},
    NamedTables{"unix_stream", bits({SocketTable::kUnixStream})},
    NamedTables{"u_str", bits({SocketTable::kUnixStream})},
    NamedTables{"unix_dgram", bits({SocketTable::kUnixDatagram})},
    NamedTables{"u_dgr", bits({SocketTable::kUnixDatagram})},
    NamedTables{"unix_seqpacket", bits({SocketTable::kUnixSequenced})},
    NamedTables{"u_seq", bits({SocketTable::kUnixSequenced})},
    NamedTables{"packet", kPacket},
    NamedTables{"packet_raw", bits({SocketTable::kPacketRaw})},
    NamedTables{"p_raw", bits({SocketTable::kPacketRaw})},
    NamedTables{"packet_dgram", bits({SocketTable::kPacketDatagram})},
    NamedTables{"p_dgr", bits({SocketTable::kPacketDatagram})},
    NamedTables{"netlink", kNetlink},
    NamedTables{"vsock", kVsock},
    NamedTables{"vsock_stream", bits({SocketTable::kVsockStream})},
    NamedTables{"v_str", bits({SocketTable::kVsockStream})},
    NamedTables{"vsock_dgram", bits({SocketTable::kVsockDatagram})},
    NamedTables{"v_dgr", bits({SocketTable::kVsockDatagram})},
    NamedTables{"tipc", kTipc},
    NamedTables{"xdp", kXdp},
};

std::uint32_t tables_of(AddressFamily family) {
  switch (family) {
    case AddressFamily::kInet:
    case AddressFamily::kInet6:
      return kInternet;
    case AddressFamily::kUnix:
      return kUnix;
    case AddressFamily::kLink:
      return kPacket;
    case AddressFamily::kNetlink:
      return kNetlink;
    case AddressFamily::kVsock:
      return kVsock;
    case AddressFamily::kTipc:
      return kTipc;
    case AddressFamily::kXdp:
      return kXdp;
    case AddressFamily::kAny:
      break;
  }
  return 0;
}

// The states of a table that is chosen and of which nothing more is said.
StateSet default_states(SocketTable table) {
  switch (table) {
    case SocketTable::kUdp:
    case SocketTable::kUdplite:
    case SocketTable::kRaw:
    case SocketTable::kIcmp:
      return StateSet(State::kEstablished);
    case SocketTable::kUnixDatagram:
    case SocketTable::kPacketDatagram:
    case SocketTable::kPacketRaw:
    case SocketTable::kNetlink:
    case SocketTable::kXdp:
      return StateSet(State::kClose);
    case SocketTable::kTipc:
      return StateSet(State::kEstablished) | StateSet::waiting();
    default:
      return StateSet::in_use();
  }
}

StateSet default_states(AddressFamily family) {
  switch (family) {
    case AddressFamily::kLink:
    case AddressFamily::kNetlink:
    case AddressFamily::kXdp:
      return StateSet(State::kClose);
    case AddressFamily::kTipc:
      return default_states(SocketTable::kTipc);
    default:
      return StateSet::in_use();
  }
}

constexpr std::array kEveryFamily{AddressFamily::kInet, AddressFamily::kInet6,   AddressFamily::kUnix,
                                  AddressFamily::kLink, AddressFamily::kNetlink, AddressFamily::kVsock,
                                  AddressFamily::kTipc, AddressFamily::kXdp};

// In the order in which ss asks for them.
constexpr std::array kProtocols{
    std::pair{Protocol::kNetlink, kNetlink},
    std::pair{Protocol::kPacket, kPacket},
    std::pair{Protocol::kUnix, kUnix},
    std::pair{Protocol::kRaw, bits({SocketTable::kRaw})},
    std::pair{Protocol::kIcmp, bits({SocketTable::kIcmp})},
    std::pair{Protocol::kUdp, bits({SocketTable::kUdp})},
    std::pair{Protocol::kUdplite, bits({SocketTable::kUdplite})},
    std::pair{Protocol::kTcp, bits({SocketTable::kTcp})},
    std::pair{Protocol::kSctp, bits({SocketTable::kSctp})},
    std::pair{Protocol::kVsock, kVsock},
    std::pair{Protocol::kMptcp, bits({SocketTable::kMptcp})},
};

}  // namespace

void SocketSelection::add_table(SocketTable table) {
  tables_ |= bit(table);
  default_states_ = default_states_ | default_states(table);
  named_ = true;
}

void SocketSelection::add_family(AddressFamily family) {
  families_ |= bit(family);
  default_states_ = default_states_ | default_states(family);
  preferred_ = family;
  named_ = true;
}

void SocketSelection::begin_query() {
  if (saw_query_) return;
  saw_query_ = named_ = true;
  tables_ = 0;
  if (!states_) states_ = StateSet::in_use();
}

bool SocketSelection::add_query(std::string_view word) {
  const bool removes = word.starts_with('!');
  if (removes) word.remove_prefix(1);
  const auto* const found = std::ranges::find(kQueries, word, &NamedTables::name);
  if (found == kQueries.end()) return false;
  if (removes) {
    tables_ &= ~found->tables;
    return true;
  }
  for (auto number = 0U; number <= static_cast<unsigned>(kLastSocketTable); ++number) {
    if ((found->tables & 1U << number) != 0) add_table(static_cast<SocketTable>(number));
  }
  return true;
}

void SocketSelection::include_states(StateSet states) {
  states_ = saw_state_words_ ? states_.value_or(StateSet()) | states : states;
  saw_state_words_ = true;
}

void SocketSelection::exclude_states(StateSet states) {
  states_ = (saw_state_words_ ? states_.value_or(StateSet()) : StateSet::all()).without(states);
  saw_state_words_ = true;
}

void SocketSelection::restrict_to(AddressFamily family) {
  if (family == AddressFamily::kAny) return;
  families_ = bit(family);
  preferred_ = family;
}

void SocketSelection::finish() {
  if (!named_) {
    tables_ = kAll;
    if (!states_) states_ = StateSet::in_use();
  }
  chosen_states_ = states_.value_or(default_states_);
  std::uint32_t added = 0;
  for (const AddressFamily family : kEveryFamily) {
    const bool is_internet = family == AddressFamily::kInet || family == AddressFamily::kInet6;
    const bool has_internet = has_family(AddressFamily::kInet) || has_family(AddressFamily::kInet6);
    const bool is_there = is_internet ? has_internet : has_family(family);
    if ((tables_of(family) & tables_) != 0 && !is_there) added |= bit(family);
  }
  families_ |= added;
  for (const AddressFamily family : kEveryFamily) {
    if (has_family(family) && (tables_of(family) & tables_) == 0) tables_ |= tables_of(family);
  }
}

std::vector<Protocol> SocketSelection::protocols() const {
  std::vector<Protocol> protocols;
  for (const auto& [protocol, tables] : kProtocols) {
    if ((tables_ & tables) == 0) continue;
    // To ss these are unconnected, whatever they are.
    const bool is_unconnected = protocol == Protocol::kNetlink || protocol == Protocol::kPacket;
    if (is_unconnected && !chosen_states_.contains(State::kClose)) continue;
    const bool has_its_family = std::ranges::any_of(kEveryFamily, [&, wanted = tables](AddressFamily family) {
      return has_family(family) && (tables_of(family) & wanted) != 0;
    });
    if (has_its_family) protocols.push_back(protocol);
  }
  return protocols;
}

std::vector<core::Family> SocketSelection::families() const {
  std::vector<core::Family> families;
  if (has_family(AddressFamily::kInet) && preferred_ != AddressFamily::kInet6) {
    families.push_back(core::Family::kIpv4);
  }
  if (has_family(AddressFamily::kInet6) && preferred_ != AddressFamily::kInet) {
    families.push_back(core::Family::kIpv6);
  }
  return families;
}

bool SocketSelection::has_type_of(const sockets::Socket& socket) const {
  switch (socket.protocol) {
    case Protocol::kUnix:
      return has_table(socket.type == SocketType::kStream            ? SocketTable::kUnixStream
                       : socket.type == SocketType::kSequencedPacket ? SocketTable::kUnixSequenced
                                                                     : SocketTable::kUnixDatagram);
    case Protocol::kPacket:
      return has_table(socket.type == SocketType::kRaw ? SocketTable::kPacketRaw
                                                       : SocketTable::kPacketDatagram);
    case Protocol::kVsock:
      return has_table(socket.type == SocketType::kStream ? SocketTable::kVsockStream
                                                          : SocketTable::kVsockDatagram);
    default:
      return true;
  }
}

}  // namespace portreeve::cli
