#include "cli/socket_names.h"

#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/cgroup_ids.h"

namespace portreeve::cli {
namespace {

using core::SystemRoot;
using sockets::Protocol;

constexpr std::pair<std::uint16_t, std::uint16_t> kDefaultEphemeral{32768, 60999};

// Of services(5), by the name that the protocol has there; by a null pointer, that of any protocol.
std::string look_up_service(std::uint16_t port, const char* protocol) {
  const ::servent* const entry = ::getservbyport(htons(port), protocol);
  return entry == nullptr ? "" : entry->s_name;
}

using LookUpPort = std::string (*)(Protocol protocol, std::uint16_t port);

// The port of a raw socket is the number of an IP protocol.
std::string look_up_ip_protocol(std::uint16_t number) {
  const ::protoent* const entry = ::getprotobynumber(number);
  return entry == nullptr ? "" : entry->p_name;
}

// As ss names a port.
std::string look_up_ss_port(Protocol protocol, std::uint16_t port) {
  switch (protocol) {
    case Protocol::kIcmp:
      return {};  // an identifier of its process
    case Protocol::kRaw: {
      const std::string name = look_up_ip_protocol(port);
      return name.empty() ? fmt::format("ipproto-{}", port) : name;
    }
    case Protocol::kTcp:
    case Protocol::kMptcp:
      return look_up_service(port, "tcp");
    case Protocol::kUdp:
    case Protocol::kUdplite:
      return look_up_service(port, "udp");
    default:
      return look_up_service(port, nullptr);
  }
}

// As netstat does: a service is always one of that very protocol.
std::string look_up_netstat_port(Protocol protocol, std::uint16_t port) {
  if (protocol == Protocol::kRaw) return look_up_ip_protocol(port);
  const std::string name(to_string(protocol));
  return look_up_service(port, protocol == Protocol::kUdplite ? "udp" : name.c_str());
}

std::string look_up_host(const core::Address& address) {
  std::array<char, NI_MAXHOST> name{};
  ::sockaddr_storage storage{};
  ::socklen_t length = 0;
  if (address.is_ipv4()) {
    auto* const internet = reinterpret_cast<::sockaddr_in*>(&storage);
    internet->sin_family = AF_INET;
    std::ranges::copy(address.bytes(), reinterpret_cast<std::uint8_t*>(&internet->sin_addr));
    length = sizeof(::sockaddr_in);
  } else {
    auto* const internet = reinterpret_cast<::sockaddr_in6*>(&storage);
    internet->sin6_family = AF_INET6;
    std::ranges::copy(address.bytes(), internet->sin6_addr.s6_addr);
    length = sizeof(::sockaddr_in6);
  }
  const int status = ::getnameinfo(reinterpret_cast<const ::sockaddr*>(&storage), length, name.data(),
                                   name.size(), nullptr, 0, NI_NAMEREQD);
  return status == 0 ? name.data() : "";
}

// Remembers the answers of a look-up.
template <typename Key>
class Remembered {
 public:
  template <typename LookUp>
  const std::string& answer(const Key& key, const LookUp& look_up) {
    const auto [entry, is_new] = answers_.try_emplace(key);
    if (is_new) entry->second = look_up();
    return entry->second;
  }

 private:
  std::map<Key, std::string> answers_;
};

std::function<std::string(Protocol, std::uint16_t)> port_names(LookUpPort look_up) {
  return [look_up, remembered = std::make_shared<Remembered<std::pair<Protocol, std::uint16_t>>>()](
             Protocol protocol, std::uint16_t port) {
    return remembered->answer({protocol, port}, [&] { return look_up(protocol, port); });
  };
}

std::function<std::string(const core::Address&)> host_names() {
  return [remembered = std::make_shared<Remembered<core::Address>>()](const core::Address& address) {
    return remembered->answer(address, [&] { return look_up_host(address); });
  };
}

std::function<std::string(uid_t)> user_names() {
  return [remembered = std::make_shared<Remembered<uid_t>>()](uid_t uid) {
    return remembered->answer(uid, [&] {
      const ::passwd* const entry = ::getpwuid(uid);
      return std::string(entry == nullptr ? "" : entry->pw_name);
    });
  };
}

std::function<std::string(std::uint64_t)> cgroup_names(const SystemRoot& root) {
  using Paths = std::unordered_map<std::uint64_t, std::string>;
  return [root, paths = std::make_shared<std::optional<Paths>>()](std::uint64_t id) {
    if (!*paths) *paths = sockets::cgroup_paths(root);
    const auto found = (*paths)->find(id);
    return found == (*paths)->end() ? std::string() : found->second;
  };
}

// What a process was started as; empty for a thread of the kernel.
std::string first_argument(const SystemRoot& root, pid_t pid) {
  const std::string words = root.read(fmt::format("/proc/{}/cmdline", pid)).value_or("");
  return words.substr(0, words.find('\0'));
}

}  // namespace

std::pair<std::uint16_t, std::uint16_t> ephemeral_ports(const SystemRoot& root) {
  const auto text = root.read_value("/proc/sys/net/ipv4/ip_local_port_range");
  if (!text) return kDefaultEphemeral;
  const auto words = core::split_words(*text);
  if (words.size() != 2) return kDefaultEphemeral;
  const auto first = core::parse_number<std::uint16_t>("a port", words[0]);
  const auto last = core::parse_number<std::uint16_t>("a port", words[1]);
  return first && last ? std::pair(*first, *last) : kDefaultEphemeral;
}

report::SocketNames ss_names(const SystemRoot& root, const NamesWanted& wanted) {
  report::SocketNames names;
  if (wanted.ports) {
    names.port = [find = port_names(look_up_ss_port), ephemeral = ephemeral_ports(root)](Protocol protocol,
                                                                                         std::uint16_t port) {
      const bool is_ephemeral = port >= ephemeral.first && port <= ephemeral.second;
      return is_ephemeral && protocol != Protocol::kRaw ? std::string() : find(protocol, port);
    };
    names.process = [root](pid_t pid) {
      return root.read_value(fmt::format("/proc/{}/comm", pid)).value_or("");
    };
  }
  if (wanted.hosts) names.host = host_names();
  names.cgroup = cgroup_names(root);
  return names;
}

report::SocketNames netstat_names(const SystemRoot& root, const NamesWanted& wanted) {
  report::SocketNames names;
  if (wanted.ports) names.port = port_names(look_up_netstat_port);
  if (wanted.hosts) names.host = host_names();
  if (wanted.users) names.user = user_names();
  names.program = [root, remembered = std::make_shared<Remembered<pid_t>>()](pid_t pid) {
    return remembered->answer(pid, [&] { return first_argument(root, pid); });
  };
  return names;
}

}  // namespace portreeve::cli
