#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portreeve::wrappers {

/// What stands for a name, an address or a user that could not be found out (hosts_access(5), WILDCARDS).
inline constexpr std::string_view kUnknown = "unknown";
/// What stands for a host name that its own address contradicts.
inline constexpr std::string_view kParanoid = "paranoid";

/// The two ends of a connection.
enum class Side { kClient, kServer };

/// The connection that is being decided on, as the rules may ask about it.
///
/// The engine asks only for what a rule needs, in the order of the rules, so that an implementation looks
/// things up when asked and keeps them: a name is resolved and ident is asked at most once, and often never.
/// All texts stay valid as long as the request. Nothing is trusted: names and users may hold any byte.
class Request {
 public:
  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  virtual ~Request() = default;

  /// The process name of the daemon: "in.telnetd".
  [[nodiscard]] virtual std::string_view daemon() = 0;
  /// The name of the client's user (RFC 1413), looked up now if it has not been; kUnknown when it can't be
  /// told.
  [[nodiscard]] virtual std::string_view user() = 0;
  /// The address of one end in numbers, or kUnknown.
  [[nodiscard]] virtual std::string_view address(Side side) = 0;
  /// The name of one end, looked up now if it has not been; kUnknown, or kParanoid when name and address
  /// disagree.
  [[nodiscard]] virtual std::string_view name(Side side) = 0;
  /// The user, but empty when nobody has looked it up yet.
  [[nodiscard]] virtual std::string_view user_if_looked_up() = 0;
  /// The name of one end, but empty when nobody has looked it up yet.
  [[nodiscard]] virtual std::string_view name_if_looked_up(Side side) = 0;
  /// The address of one end, but empty when nobody has asked for it yet.
  [[nodiscard]] virtual std::string_view address_if_looked_up(Side side) = 0;
  /// The port of one end, or nothing when the connection is known by texts alone.
  [[nodiscard]] virtual std::optional<std::uint16_t> port(Side side) = 0;
  /// The process id of the daemon in decimal digits.
  [[nodiscard]] virtual std::string_view pid() = 0;
  /// The descriptor of the connection, or -1.
  [[nodiscard]] virtual int descriptor() = 0;
};

/// The name of one end if it has been looked up and is to be believed, else its address.
[[nodiscard]] std::string_view name_or_address(Request& request, Side side);

/// The client as logs show it: its user if that is known already, "@", and its name or address.
[[nodiscard]] std::string client_text(Request& request);

/// The server as %s shows it: the daemon, and "@" with its host's name or address when that is known.
[[nodiscard]] std::string server_text(Request& request);

}  // namespace portreeve::wrappers
