#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portreeve::wrappers {

/// The longest reply line that is read, in bytes.
inline constexpr std::size_t kLongestIdentReply = 511;

/// Asks the client's host for the name of the user who holds the client's end of a TCP connection (RFC 1413).
///
/// The question goes from the server's address to port 113 of the client's. Nothing comes back when the
/// families differ, when there is no answer within `timeout`, or when the answer names no user. The name is
/// what the client's host says, any bytes but blanks; it must not be trusted.
[[nodiscard]] std::optional<std::string> ask_ident(const sockaddr& client, const sockaddr& server,
                                                   std::chrono::milliseconds timeout);

/// The user in a reply line "PORT , PORT : USERID : SYSTEM : USER", when it is about these two ports. The
/// name is cut at 127 bytes.
[[nodiscard]] std::optional<std::string> parse_ident_reply(std::string_view line, std::uint16_t client_port,
                                                           std::uint16_t server_port);

}  // namespace portreeve::wrappers
