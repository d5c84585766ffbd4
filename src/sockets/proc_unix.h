#pragma once

#include <string_view>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Parses a line of /proc/net/unix (net/unix/af_unix.c, unix_seq_show()).
///
/// The path stands there as it was bound, so that a newline in it begins a line that is none of a socket, or
/// that looks like one: whoever can ask the kernel by netlink does that instead. The NUL at the start of an
/// abstract name, and each one inside, is printed as '@'; only the first is known to be one. The user and the
/// peer are not told.
[[nodiscard]] core::Result<Socket> parse_proc_unix_line(std::string_view line);

}  // namespace portreeve::sockets
