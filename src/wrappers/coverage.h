#pragma once

#include <string_view>

namespace portreeve::wrappers {

/// Whether one pattern of a list matches everything that another one does. True only when that is certain,
/// whatever names clients have and whatever the name service says.

/// Patterns of daemon lists: ALL, equal texts, the beginnings and ends of names.
[[nodiscard]] bool covers_daemon(std::string_view pattern, std::string_view other);

/// Patterns of client lists: ALL, equal texts, networks and beginnings of addresses that hold others, ends of
/// names, and any of these behind the same user.
[[nodiscard]] bool covers_client(std::string_view pattern, std::string_view other);

/// Whether a client pattern may cover others than its equals.
[[nodiscard]] bool may_cover_others(std::string_view pattern);

}  // namespace portreeve::wrappers
