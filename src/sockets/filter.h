#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "core/interface.h"
#include "core/prefix.h"
#include "sockets/address_family.h"
#include "sockets/filter_names.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// Why an expression is no filter, and where.
struct FilterError {
  std::string expression;  ///< as it was given, words separated by one blank
  std::size_t offset = 0;  ///< of the text that is wrong, in bytes; the length of the expression for its end
  std::size_t length = 0;  ///< of that text, in bytes; 0 where something is missing
  std::string reason;      ///< "expected an address or a port after \"src\""

  /// The reason, and below it the expression with carets under what is wrong; three lines, the last one
  /// without its newline. What came from outside is made printable.
  [[nodiscard]] std::string to_string() const;
};

/// What is known before an expression is read.
struct FilterContext {
  AddressFamily family = AddressFamily::kAny;  ///< of addresses that do not name theirs (ss -f)
  bool tcp = true;                             ///< whether the names of ports are those of TCP, ...
  bool udp = true;  ///< ... and of UDP; a name that has two numbers then is an error
  std::uint16_t first_ephemeral_port = 32768;  ///< net.ipv4.ip_local_port_range
  std::uint16_t last_ephemeral_port = 60999;
};

/// Which sockets to list: the expressions of ss(8).
///
///     dport = :ssh or ( src 10.0.0.0/8 and not dev = eth0 )
///
/// A word is a name, an operator or a value, between blanks; a backslash takes the meaning from the blank or
/// backslash behind it. Conditions are `src HOST`, `dst HOST`, `sport OP PORT`, `dport OP PORT`, `dev =
/// DEVICE`, `fwmark = VALUE[/MASK]`, `cgroup = PATH` and `autobound`. HOST is [FAMILY:]ADDRESS[:PORT], with
/// the families inet, inet6, unix, link, netlink and vsock.
///
/// `and` and `or` bind alike, from the left, as in the real ss and unlike in its manual: "a or b and c" is
/// "( a or b ) and c". Two conditions side by side must both hold.
class Filter {
 public:
  /// Lets every socket through.
  Filter() = default;

  /// Parses the words of a command line; a word may hold several, as '( sport = :22 )' does. No words at all
  /// let every socket through. `names` answers what services, hosts, devices and control groups are called.
  [[nodiscard]] static tl::expected<Filter, FilterError> parse(const std::vector<std::string>& words,
                                                               const FilterContext& context,
                                                               const FilterNames& names);

  [[nodiscard]] bool empty() const { return program_.empty(); }

  /// Whether the socket is to be listed. It looks at nothing that is found out later, such as owners.
  [[nodiscard]] bool matches(const Socket& socket) const;

  /// The family of the last address that named one or got one from the context: ss lists sockets of that one
  /// alone then, whatever else was asked for. kAny if there is none.
  [[nodiscard]] AddressFamily family() const { return family_; }

  /// An expression that parses to this filter again, whatever the context's family; "" for the empty one.
  [[nodiscard]] std::string to_string() const;

  bool operator==(const Filter&) const = default;

  // What expressions are made of. The parser builds them; nobody else needs to.

  enum class End : std::uint8_t { kLocal, kPeer };
  enum class Comparison : std::uint8_t {
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
  };

  /// `src HOST`, `dst HOST`
  struct Host {
    End end = End::kLocal;
    AddressFamily family = AddressFamily::kAny;  ///< kAny for an internet address or for a port alone
    std::optional<core::Prefix> prefix;          ///< of an internet socket; nothing for any address
    std::string pattern;                         ///< of a unix socket: glob(7)
    std::optional<std::uint32_t> number;  ///< the Ethernet protocol, netlink family or machine of the others
    std::optional<std::int64_t> port;

    bool operator==(const Host&) const = default;
  };

  /// `sport OP PORT`, `dport OP PORT`
  struct Port {
    End end = End::kLocal;
    Comparison comparison = Comparison::kEqual;
    AddressFamily family = AddressFamily::kAny;
    std::optional<std::int64_t> port;  ///< nothing for "*": any

    bool operator==(const Port&) const = default;
  };

  /// `dev = DEVICE`
  struct Device {
    core::Interface interface;

    bool operator==(const Device&) const = default;
  };

  /// `fwmark = VALUE/MASK`
  struct Mark {
    std::uint32_t value = 0;
    std::uint32_t mask = ~std::uint32_t{0};

    bool operator==(const Mark&) const = default;
  };

  /// `cgroup = PATH`
  struct Cgroup {
    std::string path;
    std::uint64_t id = 0;

    bool operator==(const Cgroup&) const = default;
  };

  /// `autobound`: the kernel chose its port or name
  struct Autobound {
    std::uint16_t first_port = 0;
    std::uint16_t last_port = 0;

    bool operator==(const Autobound&) const = default;
  };

  enum class Operator : std::uint8_t { kNot, kAnd, kOr };

  using Step = std::variant<Host, Port, Device, Mark, Cgroup, Autobound, Operator>;

  /// How deep parentheses may be nested.
  static constexpr std::size_t kMaximumDepth = 60;

 private:
  friend class FilterParser;

  // Conditions, each operator behind what it is applied to. matches() keeps intermediate results in the bits
  // of one number, which kMaximumDepth is small enough for.
  std::vector<Step> program_;
  AddressFamily family_ = AddressFamily::kAny;
};

}  // namespace portreeve::sockets
