#pragma once

#include <cstdint>
#include <string_view>

#include "core/address.h"
#include "core/system_root.h"
#include "sockets/protocol.h"

namespace portreeve::sockets {

/// Whether a kernel has a protocol, so that there can be sockets of it.
enum class Support : std::uint8_t {
  kNone,       ///< no: it was not built in, or its module is not loaded
  kNoSockets,  ///< yes, and no socket of it is open in this network namespace
  kYes,
  kUnknown,  ///< it could not be told, as in a capture without /proc/net/protocols
};

/// What the text of /proc/net/protocols (net/core/sock.c, proto_seq_printf()) says about a protocol. The
/// kernel does not count the sockets of vsock.
[[nodiscard]] Support find_support(std::string_view protocols, Protocol protocol, core::Family family);

/// What that file of a host says, and for vsock the kernel's memory for its sockets, if there is none of it.
[[nodiscard]] Support protocol_support(const core::SystemRoot& root, Protocol protocol, core::Family family);

}  // namespace portreeve::sockets
