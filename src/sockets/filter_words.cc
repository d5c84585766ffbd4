#include "sockets/filter_words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/protocol_names.h"

namespace portreeve::sockets {
namespace {

template <typename T>
using Parsed = tl::expected<T, std::string>;
using core::Address;
using core::Prefix;
using Hosts = std::vector<Filter::Host>;

tl::unexpected<std::string> wrong(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

// The family that a word names in front of its address, taken off it, else that of the context.
AddressFamily take_family(std::string_view& word, AddressFamily otherwise) {
  constexpr std::array kFamilies{AddressFamily::kUnix,  AddressFamily::kLink, AddressFamily::kNetlink,
                                 AddressFamily::kVsock, AddressFamily::kInet, AddressFamily::kInet6};
  for (const AddressFamily family : kFamilies) {
    const std::string_view name = to_string(family);
    if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == ':') {
      word.remove_prefix(name.size() + 1);
      return family;
    }
  }
  return otherwise;
}

bool is_wildcard(std::string_view text) {
  return text.empty() || text == "*";
}

// A number that fits an int, which is what ss keeps ports in.
std::optional<std::int64_t> parse_int(std::string_view text) {
  const auto number = parse_c_number(text);
  const bool fits = number && *number >= std::numeric_limits<std::int32_t>::min() &&
                    *number <= std::numeric_limits<std::int32_t>::max();
  return fits ? number : std::nullopt;
}

// The port of a service, by the names of those protocols that are listed.
Parsed<std::int64_t> parse_service(const std::string& name, const FilterContext& context,
                                   const FilterNames& names) {
  const bool any = !context.tcp && !context.udp;
  const auto udp = context.udp || any ? names.port(name, "udp") : std::nullopt;
  const auto tcp = context.tcp || any ? names.port(name, "tcp") : std::nullopt;
  if (udp && tcp && udp != tcp) {
    return wrong(
        fmt::format("the port is {} for TCP and {} for UDP: give the number, or -t or -u", *tcp, *udp));
  }
  if (udp) return *udp;
  if (tcp) return *tcp;
  return wrong("no service has this name: expected a port as a number or by its name in services(5)");
}

using Port = std::optional<std::int64_t>;

// The port of a family, whatever it is there; nothing for any.
Parsed<Port> parse_port(std::string_view text, AddressFamily family, const FilterContext& context,
                        const FilterNames& names) {
  if (is_wildcard(text)) return Port();
  if (const auto number = parse_int(text)) return Port(number);
  switch (family) {
    case AddressFamily::kLink: {
      const auto index = names.device(std::string(text));
      return index ? Parsed<Port>(*index) : wrong("there is no such device");
    }
    case AddressFamily::kNetlink:
      return text == "kernel" ? Parsed<Port>(0) : wrong("expected a port ID, or \"kernel\"");
    case AddressFamily::kVsock: {
      const auto number = parse_c_number(text);
      const bool fits = number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max();
      return fits ? Parsed<Port>(static_cast<std::int32_t>(*number)) : wrong("expected a port as a number");
    }
    default: {
      const auto port = parse_service(std::string(text), context, names);
      return port ? Parsed<Port>(*port) : wrong(port.error());
    }
  }
}

// An address of packet(7), netlink(7) or vsock(7): a number or its name, and a port.
Parsed<Hosts> parse_numbered_host(std::string_view word, Filter::Host host, const FilterContext& context,
                                  const FilterNames& names) {
  const std::size_t colon = word.find(':');
  const std::string_view address = word.substr(0, colon);
  if (colon != std::string_view::npos) {
    const auto port = parse_port(word.substr(colon + 1), host.family, context, names);
    if (!port) return wrong(port.error());
    host.port = *port;
  }
  if (is_wildcard(address)) return Hosts{host};
  if (host.family == AddressFamily::kLink) {
    host.number = parse_ethernet_protocol(address);
    if (!host.number) return wrong("expected the name of an Ethernet protocol, such as ip or arp");
  } else if (host.family == AddressFamily::kNetlink) {
    host.number = parse_netlink_family(address);
    if (!host.number) return wrong("expected the name of a netlink family, such as rtnl or genl");
  } else {
    const auto number = parse_c_number(address);
    if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max()) {
      return wrong("expected the number of a machine (CID)");
    }
    host.number = static_cast<std::uint32_t>(*number);
  }
  return Hosts{host};
}

/// An internet address and the port behind it, apart.
struct Halves {
  std::string_view address;
  std::string_view port;  ///< empty for any
};

// A port stands behind the last colon, so an IPv6 address without one needs brackets or a prefix length.
Parsed<Halves> split_internet_host(std::string_view word) {
  if (word.starts_with('[')) {
    const std::size_t bracket = word.find(']');
    if (bracket == std::string_view::npos) return wrong("expected \"]\" behind the address");
    std::string_view rest = word.substr(bracket + 1);
    if (rest.starts_with(':')) {
      rest.remove_prefix(1);
    } else if (!rest.empty()) {
      return wrong("expected \":PORT\" or nothing behind \"]\"");
    }
    return Halves{word.substr(1, bracket - 1), rest};
  }
  if (word.starts_with('*')) {
    if (word.size() > 1 && word[1] != ':') return wrong("expected \":PORT\" or nothing behind \"*\"");
    return Halves{"*", word.size() > 1 ? word.substr(2) : ""};
  }
  const std::size_t slash = word.find('/');
  const std::size_t colon = word.rfind(':');
  const bool has_port = colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  if (has_port && word.substr(0, colon).find(':') != std::string_view::npos) {
    return wrong("an IPv6 address needs brackets: [::1]:22");
  }
  return has_port ? Halves{word.substr(0, colon), word.substr(colon + 1)} : Halves{word, ""};
}

// An IPv4 address may leave out zeros at its end, as in 10/8 and 193.233.7/24.
std::string complete_ipv4(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string address(text.substr(0, slash));
  const bool is_short = !address.empty() && address.find_first_not_of("0123456789.") == std::string::npos;
  if (is_short) {
    for (auto dots = std::ranges::count(address, '.'); dots < 3; ++dots)
      address += ".0";
  }
  return address + std::string(text.substr(slash));
}

bool is_of_family(const Prefix& prefix, AddressFamily family) {
  return family == AddressFamily::kAny ||
         (prefix.family() == core::Family::kIpv4) == (family == AddressFamily::kInet);
}

Parsed<Hosts> parse_internet_host(std::string_view word, Filter::Host host, const FilterContext& context,
                                  const FilterNames& names) {
  const auto halves = split_internet_host(word);
  if (!halves) return wrong(halves.error());
  const auto port = parse_port(halves->port, host.family, context, names);
  if (!port) return wrong(port.error());
  host.port = *port;
  const std::string_view address = halves->address;
  if (is_wildcard(address) || address == "any" || address == "all" || address == "default")
    return Hosts{host};

  if (const auto prefix = Prefix::parse(complete_ipv4(address), core::HostBits::kClear)) {
    if (!is_of_family(*prefix, host.family)) {
      return wrong(fmt::format("expected an address of the family {}", to_string(host.family)));
    }
    host.prefix = *prefix;
    return Hosts{host};
  }
  Hosts hosts;
  for (const Address& found : names.hosts(std::string(address), host.family)) {
    host.prefix = Prefix::host(found);
    hosts.push_back(host);
  }
  if (hosts.empty())
    return wrong("neither an address nor the name of a host: expected [FAMILY:]ADDRESS[:PORT]");
  return hosts;
}

}  // namespace

std::vector<FilterWord> split_filter(std::string_view expression) {
  std::vector<FilterWord> words;
  std::size_t at = 0;
  const auto is_blank = [&] { return expression[at] == ' ' || expression[at] == '\t'; };
  while (true) {
    while (at < expression.size() && is_blank())
      ++at;
    if (at == expression.size()) return words;
    FilterWord word;
    word.offset = at;
    for (; at < expression.size() && !is_blank(); ++at) {
      if (expression[at] == '\\' && ++at == expression.size()) break;
      word.text += expression[at];
    }
    word.length = at - word.offset;
    words.push_back(std::move(word));
  }
}

Parsed<Hosts> parse_filter_host(std::string_view word, Filter::End end, const FilterContext& context,
                                const FilterNames& names) {
  Filter::Host host;
  host.end = end;
  host.family = take_family(word, context.family);
  switch (host.family) {
    case AddressFamily::kUnix:
      host.pattern = word;
      return Hosts{host};
    case AddressFamily::kLink:
    case AddressFamily::kNetlink:
    case AddressFamily::kVsock:
      return parse_numbered_host(word, host, context, names);
    case AddressFamily::kTipc:
    case AddressFamily::kXdp:
      return wrong("addresses of this family cannot be filtered");
    default:
      return parse_internet_host(word, host, context, names);
  }
}

Parsed<Filter::Port> parse_filter_port(std::string_view word, Filter::End end, Filter::Comparison comparison,
                                       const FilterContext& context, const FilterNames& names) {
  Filter::Port condition;
  condition.end = end;
  condition.comparison = comparison;
  condition.family = take_family(word, context.family);
  if (condition.family == AddressFamily::kUnix) return wrong("sockets of unix(7) have no ports");
  if (word.starts_with(':')) word.remove_prefix(1);
  auto port = parse_port(word, condition.family, context, names);
  if (!port) return wrong(std::move(port.error()));
  condition.port = *port;
  const bool is_order =
      comparison != Filter::Comparison::kEqual && comparison != Filter::Comparison::kNotEqual;
  if (is_order && !condition.port) return wrong("expected a port: none is less or greater than \"*\"");
  return condition;
}

Parsed<Filter::Device> parse_filter_device(std::string_view word, const FilterNames& names) {
  const std::string name(word);
  if (const auto index = names.device(name)) return Filter::Device{{*index, name}};
  const auto number = parse_c_number(word);
  if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max()) {
    return wrong("there is no such device");
  }
  return Filter::Device{{static_cast<std::uint32_t>(*number), {}}};
}

Parsed<Filter::Mark> parse_filter_mark(std::string_view word) {
  const auto parse_half = [](std::string_view text) -> std::optional<std::uint32_t> {
    const auto number = parse_c_number(text);
    const bool fits = number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max();
    return fits ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
  };
  const std::size_t slash = word.find('/');
  const auto value = parse_half(word.substr(0, slash));
  const auto mask = slash == std::string_view::npos ? std::optional(Filter::Mark().mask)
                                                    : parse_half(word.substr(slash + 1));
  if (!value || !mask) return wrong("expected VALUE or VALUE/MASK, such as 0x1/0xff");
  return Filter::Mark{*value, *mask};
}

Parsed<Filter::Cgroup> parse_filter_cgroup(std::string_view word, const FilterNames& names) {
  const std::string path(word);
  const auto id = names.cgroup(path);
  if (!id) return wrong("there is no such control group in the unified hierarchy");
  return Filter::Cgroup{path, *id};
}

}  // namespace portreeve::sockets
