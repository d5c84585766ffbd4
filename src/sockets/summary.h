#pragma once

#include <cstdint>

#include "core/observation.h"
#include "core/system_root.h"

namespace portreeve::sockets {

/// Counts of sockets in one network namespace, which the kernel keeps (/proc/net/sockstat, sockstat6 and
/// snmp), so that no socket needs to be looked at.
struct SocketSummary {
  std::int64_t all = 0;  ///< of every kind and namespace
  std::int64_t tcp_allocated = 0;
  std::int64_t tcp_established = 0;
  std::int64_t tcp_orphaned = 0;
  std::int64_t tcp_time_wait = 0;
  std::int64_t tcp_ipv4 = 0;  ///< in use
  std::int64_t tcp_ipv6 = 0;
  std::int64_t udp_ipv4 = 0;
  std::int64_t udp_ipv6 = 0;
  std::int64_t raw_ipv4 = 0;
  std::int64_t raw_ipv6 = 0;
  std::int64_t fragments_ipv4 = 0;  ///< packets that are being put together
  std::int64_t fragments_ipv6 = 0;
};

/// Reads the counts; those of a file that can't be read are 0, and the file is noted as unseen. Without IPv6
/// there is no sockstat6, which is no fault.
[[nodiscard]] core::Observed<SocketSummary> observe_summary(const core::SystemRoot& root);

}  // namespace portreeve::sockets
