#include "scan/well_known_ports.h"

#include <algorithm>

namespace portreeve::scan {
namespace {

// The last of the ports that IANA assigns to system services (RFC 6335, section 6).
constexpr std::uint16_t kLastSystemPort = 1023;

// From IANA's registry of service names and port numbers and from the manuals of the programs, in the order
// of how often a server has them.
constexpr std::uint16_t kCommonest[] = {
    // web, shells, mail, files, names
    80, 443, 22, 21, 23, 25, 53, 110, 143, 993, 995, 587, 465, 8080, 8443, 8000, 8888, 139, 445, 135, 3389,
    111, 2049,
    // printing, directories, time, logs, proxies, management
    631, 515, 9100, 389, 636, 88, 464, 123, 514, 601, 6514, 79, 113, 119, 179, 161, 199, 427, 548, 554, 873,
    990, 1080, 3128, 8081, 8008, 8009, 10000, 5900, 5901, 6000, 6001, 5985, 5986,
    // databases, queues, caches
    3306, 5432, 1433, 1521, 6379, 11211, 27017, 9042, 5984, 9200, 9300, 2181, 9092, 5671, 5672, 15672, 1883,
    8883, 4369,
    // voice, chat, streams
    5060, 5061, 5222, 5269, 6667, 6697, 1935, 1720, 1723, 1194,
    // containers, monitoring, development
    2375, 2376, 6443, 10250, 2379, 2380, 8500, 9090, 9093, 3000, 5000, 5601, 10050, 10051, 4949, 5666, 8086,
    9418, 3690, 7001, 9000, 9443, 3260, 3268, 3269, 5357, 1024, 1025, 1026, 1027, 2121, 8888, 9999, 49152,
    49153, 49154};

}  // namespace

std::vector<std::uint16_t> well_known_tcp_ports() {
  std::vector<std::uint16_t> ports;
  const auto add = [&ports](std::uint16_t port) {
    if (std::ranges::find(ports, port) == ports.end()) ports.push_back(port);
  };
  for (const std::uint16_t port : kCommonest)
    add(port);
  for (std::uint16_t port = 1; port <= kLastSystemPort; ++port)
    add(port);
  return ports;
}

}  // namespace portreeve::scan
