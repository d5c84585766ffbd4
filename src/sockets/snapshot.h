#pragma once

#include <string_view>
#include <vector>

#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Reads a listing that `portreeve ports --json` wrote earlier, with what tells one socket from another and
/// who held it: protocol, family, state, endpoints or name, interface, network namespace, user and owners.
/// `file` is named in errors, with the way to the member that is wrong.
[[nodiscard]] core::Result<std::vector<Socket>> read_snapshot(std::string_view file, std::string_view text);

}  // namespace portreeve::sockets
