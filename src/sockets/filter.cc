#include "sockets/filter.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "core/utf8.h"
#include "sockets/protocol_names.h"

namespace portreeve::sockets {
namespace {

using End = Filter::End;

AddressFamily family_of(const Socket& socket) {
  switch (socket.protocol) {
    case Protocol::kUnix:
      return AddressFamily::kUnix;
    case Protocol::kPacket:
      return AddressFamily::kLink;
    case Protocol::kNetlink:
      return AddressFamily::kNetlink;
    case Protocol::kVsock:
      return AddressFamily::kVsock;
    default:
      return socket.family == core::Family::kIpv4 ? AddressFamily::kInet : AddressFamily::kInet6;
  }
}

// ss keeps these numbers in an int, so that a large one is negative.
std::int64_t as_int(std::uint32_t number) {
  return static_cast<std::int32_t>(number);
}

// What ss takes for the port of an end, of every kind of socket: the port of an internet socket, the inode of
// one of unix(7), the device of one of packet(7), the port ID of one of netlink(7).
std::int64_t port_of(const Socket& socket, End end) {
  const bool local = end == End::kLocal;
  if (const auto* detail = std::get_if<UnixDetail>(&socket.detail)) {
    return as_int(static_cast<std::uint32_t>(local ? socket.inode : detail->peer_inode));
  }
  if (const auto* detail = std::get_if<NetlinkDetail>(&socket.detail))
    return local ? as_int(detail->port) : -1;
  if (const auto* detail = std::get_if<VsockDetail>(&socket.detail)) {
    return as_int(local ? detail->port : detail->peer_port);
  }
  if (socket.protocol == Protocol::kPacket) return local && socket.interface ? socket.interface->index : 0;
  return local ? socket.local.port : socket.peer.port;
}

// The number that a link:, netlink: or vsock: address stands for.
std::optional<std::uint32_t> number_of(const Socket& socket, End end) {
  const bool local = end == End::kLocal;
  if (const auto* detail = std::get_if<PacketDetail>(&socket.detail)) {
    return local ? detail->ethernet_protocol : 0;
  }
  if (const auto* detail = std::get_if<NetlinkDetail>(&socket.detail)) return local ? detail->family : 0;
  if (const auto* detail = std::get_if<VsockDetail>(&socket.detail)) {
    return local ? detail->cid : detail->peer_cid;
  }
  return std::nullopt;
}

// A path as ss shows it: the NULs of an abstract one are "@".
std::string shown_path(const std::string& path) {
  std::string shown = path;
  if (path.starts_with('\0')) std::ranges::replace(shown, '\0', '@');
  return shown;
}

bool matches_path(const Socket& socket, const Filter::Host& host) {
  const auto* const detail = std::get_if<UnixDetail>(&socket.detail);
  if (detail == nullptr) return false;
  // The kernel tells of the peer's inode alone, so its path is as good as none, for ss as well.
  const std::string path = host.end == End::kLocal ? shown_path(detail->path) : std::string();
  return ::fnmatch(host.pattern.c_str(), path.c_str(), FNM_CASEFOLD) == 0;
}

// A network of IPv4 holds IPv4-mapped addresses as well; one of IPv6 is compared bit by bit.
bool matches_prefix(const core::Prefix& prefix, const core::Address& address) {
  if (prefix.family() == address.family()) return prefix.contains(address);
  return prefix.family() == core::Family::kIpv4 && address.is_ipv4_mapped() &&
         prefix.contains(address.unmapped());
}

bool test(const Filter::Host& host, const Socket& socket) {
  if (host.family != AddressFamily::kAny && host.family != family_of(socket)) return false;
  if (host.family == AddressFamily::kUnix) return matches_path(socket, host);
  if (host.port && *host.port != port_of(socket, host.end)) return false;
  if (host.number && host.number != number_of(socket, host.end)) return false;
  if (!host.prefix) return true;
  if (!is_internet(socket.protocol)) return false;
  return matches_prefix(*host.prefix, host.end == End::kLocal ? socket.local.address : socket.peer.address);
}

bool test(const Filter::Port& port, const Socket& socket) {
  using Comparison = Filter::Comparison;
  if (port.family != AddressFamily::kAny && port.family != family_of(socket)) return false;
  const std::int64_t actual = port_of(socket, port.end);
  const std::int64_t wanted = port.port.value_or(-1);
  switch (port.comparison) {
    case Comparison::kEqual:
      return !port.port || actual == wanted;
    case Comparison::kNotEqual:
      return port.port && actual != wanted;
    case Comparison::kLess:
      return actual < wanted;
    case Comparison::kLessOrEqual:
      return actual <= wanted;
    case Comparison::kGreater:
      return actual > wanted;
    case Comparison::kGreaterOrEqual:
      return actual >= wanted;
  }
  return false;
}

bool test(const Filter::Device& device, const Socket& socket) {
  const core::Interface& wanted = device.interface;
  if (socket.interface &&
      (socket.interface->index == 0 || wanted.index == 0 ? socket.interface->name == wanted.name
                                                         : socket.interface->index == wanted.index)) {
    return true;
  }
  return !wanted.name.empty() && socket.local.address.zone() == wanted.name;
}

bool test(const Filter::Mark& mark, const Socket& socket) {
  return (socket.mark & mark.mask) == mark.value;
}

bool test(const Filter::Cgroup& cgroup, const Socket& socket) {
  return socket.cgroup == cgroup.id;
}

// The kernel calls a unix socket that binds to nothing in particular "@" and five hexadecimal digits.
bool is_autobound_path(const std::string& path) {
  constexpr std::size_t kLength = 6;
  if (path.empty()) return true;
  return path.size() == kLength && path.front() == '\0' &&
         path.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
}

bool test(const Filter::Autobound& autobound, const Socket& socket) {
  constexpr int kLastReservedPort = 1023;
  const std::int64_t port = port_of(socket, End::kLocal);
  switch (family_of(socket)) {
    case AddressFamily::kUnix: {
      const auto* const detail = std::get_if<UnixDetail>(&socket.detail);
      return detail != nullptr && is_autobound_path(detail->path);
    }
    case AddressFamily::kLink:
      return port == 0 && number_of(socket, End::kLocal) == 0U;
    case AddressFamily::kNetlink:
      return port < 0;
    case AddressFamily::kVsock:
      return port > kLastReservedPort;
    default:
      return port >= autobound.first_port && port <= autobound.last_port;
  }
}

// Blanks end a word and a backslash takes the meaning from what follows, so those need one.
std::string escape_word(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (character == ' ' || character == '\t' || character == '\\') escaped += '\\';
    escaped += character;
  }
  return escaped;
}

std::string family_prefix(AddressFamily family) {
  return family == AddressFamily::kAny ? "" : fmt::format("{}:", to_string(family));
}

std::string prefix_text(const core::Prefix& prefix) {
  const std::string text = prefix.is_host() ? prefix.address().to_string() : prefix.to_string();
  return prefix.family() == core::Family::kIpv6 ? "[" + text + "]" : text;
}

std::string text_of(const Filter::Host& host) {
  std::string text = host.end == End::kLocal ? "src " : "dst ";
  text += family_prefix(host.family);
  if (host.family == AddressFamily::kUnix) return text + escape_word(host.pattern);
  text += host.prefix ? prefix_text(*host.prefix) : host.number ? fmt::format("{}", *host.number) : "*";
  if (host.port) text += fmt::format(":{}", *host.port);
  return text;
}

std::string text_of(const Filter::Port& port) {
  constexpr std::array<std::string_view, 6> kSymbols{"=", "!=", "<", "<=", ">", ">="};
  const std::string number = port.port ? fmt::format("{}", *port.port) : "*";
  return fmt::format("{} {} {}{}", port.end == End::kLocal ? "sport" : "dport",
                     kSymbols[static_cast<std::size_t>(port.comparison)],
                     port.family == AddressFamily::kAny ? ":" : family_prefix(port.family), number);
}

std::string text_of(const Filter::Device& device) {
  const core::Interface& interface = device.interface;
  return "dev = " +
         (interface.name.empty() ? fmt::format("{}", interface.index) : escape_word(interface.name));
}

std::string text_of(const Filter::Mark& mark) {
  return fmt::format("fwmark = {:#x}/{:#x}", mark.value, mark.mask);
}

std::string text_of(const Filter::Cgroup& cgroup) {
  return "cgroup = " + escape_word(cgroup.path);
}

std::string text_of(const Filter::Autobound&) {
  return "autobound";
}

// An operand on its way into a larger expression.
struct Operand {
  std::string text;
  std::optional<Filter::Operator> outermost;  // nothing for a condition

  // A chain of the same operator reads from the left, so its left end needs no parentheses.
  [[nodiscard]] std::string as_part(std::optional<Filter::Operator> of_chain) const {
    const bool is_plain = !outermost || *outermost == Filter::Operator::kNot || outermost == of_chain;
    return is_plain ? text : "( " + text + " )";
  }
};

Operand apply(Filter::Operator applied, std::vector<Operand>& operands) {
  const Operand right = std::move(operands.back());
  operands.pop_back();
  if (applied == Filter::Operator::kNot) return {"not " + right.as_part(std::nullopt), applied};
  const Operand left = std::move(operands.back());
  operands.pop_back();
  const std::string_view word = applied == Filter::Operator::kAnd ? "and" : "or";
  return {fmt::format("{} {} {}", left.as_part(applied), word, right.as_part(std::nullopt)), applied};
}

}  // namespace

bool Filter::matches(const Socket& socket) const {
  if (program_.empty()) return true;
  std::uint64_t results = 0;  // a stack whose top is the lowest bit
  for (const Step& step : program_) {
    const auto* const applied = std::get_if<Operator>(&step);
    if (applied == nullptr) {
      const bool result = std::visit(
          [&](const auto& condition) {
            if constexpr (std::is_same_v<std::decay_t<decltype(condition)>, Operator>) {
              return false;
            } else {
              return test(condition, socket);
            }
          },
          step);
      results = results << 1U | std::uint64_t{result};
    } else if (*applied == Operator::kNot) {
      results ^= 1U;
    } else {
      const std::uint64_t right = results & 1U;
      results >>= 1U;
      if (*applied == Operator::kAnd) {
        results &= ~std::uint64_t{1} | right;
      } else {
        results |= right;
      }
    }
  }
  return (results & 1U) != 0;
}

std::string Filter::to_string() const {
  std::vector<Operand> operands;
  for (const Step& step : program_) {
    operands.push_back(std::visit(
        [&](const auto& part) -> Operand {
          if constexpr (std::is_same_v<std::decay_t<decltype(part)>, Operator>) {
            return apply(part, operands);
          } else {
            return {text_of(part), std::nullopt};
          }
        },
        step));
  }
  return operands.empty() ? std::string() : operands.back().text;
}

std::string FilterError::to_string() const {
  const std::string_view text = expression;
  const std::string before = core::printable(text.substr(0, offset));
  const std::string wrong = core::printable(text.substr(offset, length));
  const std::string after = core::printable(text.substr(offset + length));
  const std::size_t indent = core::display_width(before);
  const std::size_t width = std::max<std::size_t>(core::display_width(wrong), 1);
  return fmt::format("{}\n  {}{}{}\n  {}{}", reason, before, wrong, after, std::string(indent, ' '),
                     std::string(width, '^'));
}

}  // namespace portreeve::sockets
