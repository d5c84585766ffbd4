#include "sockets/proc_net.h"

#include <cerrno>

#include <fmt/format.h>

#include "sockets/proc_internet.h"
#include "sockets/proc_netlink.h"
#include "sockets/proc_packet.h"
#include "sockets/proc_sctp.h"
#include "sockets/proc_table.h"
#include "sockets/proc_unix.h"

namespace portreeve::sockets {
namespace {

using core::Family;

ProcTable internet_table(Protocol protocol, Family family, const std::string& directory) {
  return {.path = fmt::format("{}/{}{}", directory, to_string(protocol), family == Family::kIpv4 ? "" : "6"),
          .kind = fmt::format("{} socket", to_string(protocol)),
          .family = fmt::format(" of {}", to_string(family)),
          .heading = "sl ",
          .parse = [=](std::string_view line) { return parse_proc_internet_line(line, protocol, family); }};
}

std::vector<ProcTable> tables_of(Protocol protocol, Family family, const std::string& directory) {
  switch (protocol) {
    case Protocol::kTcp:
    case Protocol::kUdp:
    case Protocol::kUdplite:
    case Protocol::kRaw:
    case Protocol::kIcmp:
      return {internet_table(protocol, family, directory)};
    case Protocol::kSctp:
      return {{directory + "/sctp/eps", "sctp endpoint", "", "ENDPT ", parse_proc_sctp_endpoint},
              {directory + "/sctp/assocs", "sctp association", "", "ASSOC ", parse_proc_sctp_association}};
    case Protocol::kUnix:
      return {{directory + "/unix", "unix socket", "", "Num ", parse_proc_unix_line}};
    case Protocol::kPacket:
      return {{directory + "/packet", "packet socket", "", "sk ", parse_proc_packet_line}};
    case Protocol::kNetlink:
      return {{directory + "/netlink", "netlink socket", "", "sk ", parse_proc_netlink_line}};
    case Protocol::kMptcp:
    case Protocol::kVsock:
      break;
  }
  return {};
}

core::Error no_table(Protocol protocol) {
  core::Error error = core::make_error("list", fmt::format("{} sockets", to_string(protocol)),
                                       "no table in /proc/net holds them");
  error.errno_value = ENOENT;
  return error;
}

}  // namespace

std::string proc_net_directory(const core::SystemRoot& root) {
  return root.is_live() ? "/proc/thread-self/net" : "/proc/net";
}

core::Result<bool> read_proc_net(const core::SystemRoot& root, Protocol protocol, Family family,
                                 const Visitor& visit, std::vector<core::Unseen>& unseen) {
  const auto tables = tables_of(protocol, family, proc_net_directory(root));
  if (tables.empty()) return core::failure(no_table(protocol));
  // One table of SCTP holds both families.
  const Visitor of_family = [&](Socket&& socket) {
    if (!is_internet(protocol) || socket.family == family) visit(std::move(socket));
  };
  bool complete = true;
  for (const ProcTable& table : tables) {
    const auto read = read_proc_table(root, table, of_family, unseen);
    if (!read) return core::failure(read.error());
    complete = complete && *read;
  }
  return complete;
}

}  // namespace portreeve::sockets
