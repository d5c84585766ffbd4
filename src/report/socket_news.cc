#include "report/socket_news.h"

#include <chrono>
#include <string_view>
#include <variant>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::report {
namespace {

using sockets::Socket;

/// What a socket of each kind is called.
struct NameOf {
  const Socket& socket;

  std::string operator()(std::monostate) const {
    std::string text = socket.local.to_string();
    if (socket.interface) text += "%" + socket.interface->name;
    const bool has_peer = socket.peer.port != 0 || !socket.peer.address.is_unspecified();
    return has_peer ? text + " " + socket.peer.to_string() : text;
  }
  std::string operator()(const sockets::SctpDetail&) const { return (*this)(std::monostate{}); }
  std::string operator()(const sockets::UnixDetail& detail) const {
    if (detail.path.empty()) return "*";
    return detail.path.front() == '\0' ? "@" + detail.path.substr(1) : detail.path;
  }
  std::string operator()(const sockets::PacketDetail& detail) const {
    return fmt::format("0x{:04x}%{}", detail.ethernet_protocol,
                       socket.interface ? socket.interface->name : "*");
  }
  std::string operator()(const sockets::NetlinkDetail& detail) const {
    return fmt::format("{}:{}", detail.family, detail.port);
  }
  std::string operator()(const sockets::VsockDetail& detail) const {
    return fmt::format("{}:{}", detail.cid, detail.port);
  }
};

std::string time_text(std::int64_t time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(time)));
}

}  // namespace

std::string socket_line(const Socket& socket) {
  std::string text = fmt::format("{} {} {}", to_string(socket.protocol), to_string(socket.state),
                                 core::printable(std::visit(NameOf{socket}, socket.detail)));
  if (!socket.network_namespace.empty()) text += " netns:" + core::printable(socket.network_namespace);
  std::string owners;
  for (const sockets::Owner& owner : socket.owners) {
    owners += fmt::format("{}(\"{}\",pid={},fd={})", owners.empty() ? "" : ",",
                          core::printable(owner.process.name), owner.process.pid, owner.descriptor);
  }
  return owners.empty() ? text : text + " users:(" + owners + ")";
}

std::string event_line(const sockets::Event& event, std::int64_t time) {
  const char sign = event.kind == sockets::Event::Kind::kAppeared ? '+' : '-';
  return fmt::format("{} {} {}\n", time_text(time), sign, socket_line(event.socket));
}

std::string event_json(const sockets::Event& event, std::int64_t time, const ListingContext& context) {
  const bool appeared = event.kind == sockets::Event::Kind::kAppeared;
  return fmt::format("{{\"time\":\"{}\",\"event\":\"{}\",\"socket\":{}}}\n", time_text(time),
                     appeared ? "appeared" : "went", socket_json_text(event.socket, context));
}

std::string difference_text(const sockets::Difference& difference) {
  std::string text;
  for (const Socket& socket : difference.appeared)
    text += "+ " + socket_line(socket) + "\n";
  for (const Socket& socket : difference.went)
    text += "- " + socket_line(socket) + "\n";
  for (const sockets::Change& change : difference.changed)
    text += "< " + socket_line(change.before) + "\n> " + socket_line(change.after) + "\n";
  return text;
}

}  // namespace portreeve::report
