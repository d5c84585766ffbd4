#pragma once

#include <cstdint>
#include <utility>

#include "core/system_root.h"
#include "report/socket_names.h"

namespace portreeve::cli {

/// The range from which the kernel takes ports for those who ask for none in particular
/// (net.ipv4.ip_local_port_range), by its defaults if it can't be read.
[[nodiscard]] std::pair<std::uint16_t, std::uint16_t> ephemeral_ports(const core::SystemRoot& root);

/// What is to have names.
struct NamesWanted {
  bool ports = false;  ///< services(5), protocols(5)
  bool hosts = false;  ///< getnameinfo(3)
  bool users = false;  ///< passwd(5)
};

/// The names that the running system has for what ss(8) lists, looked up as they are needed and remembered.
/// Ports of the ephemeral range have none: a client's port would be called what it is not.
[[nodiscard]] report::SocketNames ss_names(const core::SystemRoot& root, const NamesWanted& wanted);

/// The same for netstat(8), to which ephemeral ports are no different from others.
[[nodiscard]] report::SocketNames netstat_names(const core::SystemRoot& root, const NamesWanted& wanted);

}  // namespace portreeve::cli
