#pragma once

#include <span>
#include <string>

#include <tl/expected.hpp>

#include "report/netstat_text.h"

namespace portreeve::cli {

/// A command line in the manner of netstat(8) of net-tools 2.10.
struct NetstatArguments {
  bool tcp = false;
  bool sctp = false;
  bool udp = false;
  bool udplite = false;
  bool raw = false;
  bool local = false;            ///< sockets of unix(7)
  bool protocols_named = false;  ///< whether these were named, and not filled in
  bool ipv4 = false;
  bool ipv6 = false;
  report::NetstatTextOptions text;
  bool numeric_hosts = false;
  bool numeric_ports = false;
  bool numeric_users = false;
  bool help = false;
  bool version = false;

  /// Whether internet sockets are listed.
  [[nodiscard]] bool has_internet() const { return tcp || sctp || udp || udplite || raw; }
};

/// Parses the words behind the program's name; abbreviated long options and grouped short ones are taken as
/// getopt_long(3) takes them, and words that are no options do nothing, as in netstat. What was not named is
/// filled in: protocols alone mean both families, families alone every internet protocol, nothing at all
/// means all. The error says what is wrong, and for what is not about sockets which program to use.
[[nodiscard]] tl::expected<NetstatArguments, std::string> parse_netstat_arguments(
    std::span<const std::string> words);

/// How netstat is used, for -h and for a wrong command line.
[[nodiscard]] std::string_view netstat_usage();

}  // namespace portreeve::cli
