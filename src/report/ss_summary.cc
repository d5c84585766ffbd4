#include "report/ss_summary.h"

#include <fmt/format.h>

namespace portreeve::report {
namespace {

std::string row(std::string_view name, std::int64_t ipv4, std::int64_t ipv6) {
  return fmt::format("{}\t  {:<9} {:<9} {:<9}\n", name, ipv4 + ipv6, ipv4, ipv6);
}

}  // namespace

std::string ss_summary(const sockets::SocketSummary& summary) {
  const std::int64_t tcp_in_use = summary.tcp_ipv4 + summary.tcp_ipv6;
  const std::int64_t closed = summary.tcp_allocated - (tcp_in_use - summary.tcp_time_wait);
  std::string text = fmt::format(
      "Total: {}\nTCP:   {} (estab {}, closed {}, orphaned {}, timewait {})\n\n"
      "Transport Total     IP        IPv6\n",
      summary.all, summary.tcp_allocated + summary.tcp_time_wait, summary.tcp_established, closed,
      summary.tcp_orphaned, summary.tcp_time_wait);
  text += row("RAW", summary.raw_ipv4, summary.raw_ipv6);
  text += row("UDP", summary.udp_ipv4, summary.udp_ipv6);
  text += row("TCP", summary.tcp_ipv4, summary.tcp_ipv6);
  text += row("INET", summary.raw_ipv4 + summary.udp_ipv4 + summary.tcp_ipv4,
              summary.raw_ipv6 + summary.udp_ipv6 + summary.tcp_ipv6);
  text += row("FRAG", summary.fragments_ipv4, summary.fragments_ipv6);
  return text + "\n";
}

}  // namespace portreeve::report
