#include "report/sockets_json.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/socket_detail_json.h"
#include "report/unseen.h"
#include "sockets/cgroup_unit.h"

namespace portreeve::report {
namespace {

using core::Json;
using sockets::Protocol;
using sockets::Socket;

constexpr int kListingSchemaVersion = 1;
constexpr int kDifferenceSchemaVersion = 1;

// Bytes that are not valid UTF-8 become U+FFFD, as JSON cannot carry them.
std::string one_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json end_json(Json address, Json port, Json scope) {
  return {{"address", std::move(address)}, {"port", std::move(port)}, {"scope", std::move(scope)}};
}

// The address apart from its scope, since programs compare addresses.
Json endpoint_json(const core::Endpoint& endpoint) {
  return end_json(endpoint.address.with_zone("").to_string(), endpoint.port,
                  or_null(endpoint.address.zone()));
}

/// Both ends of a socket.
struct Ends {
  Json local;
  Json peer;
};

// An abstract name begins with a NUL, and may hold more of them; each is shown as '@', as ss(8) does.
Json path_json(std::string path) {
  if (path.starts_with('\0')) std::ranges::replace(path, '\0', '@');
  return or_null(std::string_view(path));
}

/// Makes the ends of a socket by what it is.
struct EndsOf {
  const Socket& socket;

  Ends operator()(std::monostate) const { return {endpoint_json(socket.local), endpoint_json(socket.peer)}; }
  Ends operator()(const sockets::SctpDetail&) const { return (*this)(std::monostate{}); }
  Ends operator()(const sockets::UnixDetail& detail) const {
    return {end_json(path_json(detail.path), {}, {}), end_json({}, {}, {})};
  }
  Ends operator()(const sockets::PacketDetail& detail) const {
    return {end_json(fmt::format("0x{:04x}", detail.ethernet_protocol), {}, {}), end_json({}, {}, {})};
  }
  Ends operator()(const sockets::NetlinkDetail& detail) const {
    return {end_json(detail.family, detail.port, {}), end_json({}, detail.peer_port, {})};
  }
  Ends operator()(const sockets::VsockDetail& detail) const {
    return {end_json(detail.cid, detail.port, {}), end_json(detail.peer_cid, detail.peer_port, {})};
  }
};

std::string_view family_of(const Socket& socket) {
  return is_internet(socket.protocol) ? family_name(socket.family) : to_string(socket.protocol);
}

Json executable_state_json(core::ExecutableState state) {
  switch (state) {
    case core::ExecutableState::kUnknown:
      return {};
    case core::ExecutableState::kPresent:
      return "present";
    case core::ExecutableState::kDeleted:
      return "deleted";
    case core::ExecutableState::kReplaced:
      return "replaced";
  }
  return {};
}

Json container_json(const std::optional<sockets::Container>& container) {
  if (!container) return {};
  return {{"runtime", to_string(container->runtime)}, {"id", container->id}};
}

Json owner_json(const sockets::Owner& owner) {
  const core::ProcessRef& process = owner.process;
  const sockets::CgroupUnit in = sockets::cgroup_unit(process.cgroup);
  return {{"pid", process.pid},
          {"thread", owner.thread == 0 ? Json() : Json(owner.thread)},
          {"comm", process.name},
          {"fd", owner.descriptor},
          {"exe", or_null(process.executable)},
          {"exe_state", executable_state_json(process.executable_state)},
          {"uid", or_null(process.uid)},
          {"unit", or_null(in.unit)},
          {"user_unit", or_null(in.user_unit)},
          {"container", container_json(in.container)},
          {"cgroup", or_null(process.cgroup)}};
}

std::string_view type_name(sockets::SocketType type) {
  switch (type) {
    case sockets::SocketType::kStream:
      return "stream";
    case sockets::SocketType::kDatagram:
      return "dgram";
    case sockets::SocketType::kRaw:
      return "raw";
    case sockets::SocketType::kReliableDatagram:
      return "rdm";
    case sockets::SocketType::kSequencedPacket:
      return "seqpacket";
    case sockets::SocketType::kPacket:
      break;
  }
  return "packet";
}

std::string_view timer_name(sockets::Timer::Kind kind) {
  constexpr std::array<std::string_view, 5> kNames{"none", "retransmit", "keepalive", "timewait", "persist"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Json timer_json(const sockets::Timer& timer) {
  if (timer.kind == sockets::Timer::Kind::kNone) return {};
  return {{"kind", timer_name(timer.kind)},
          {"expires_ms", timer.expires_ms},
          {"retransmissions", timer.retransmissions}};
}

Json socket_json(const Socket& socket, const ListingContext& context) {
  Json owners = Json::array();
  for (const sockets::Owner& owner : socket.owners)
    owners.push_back(owner_json(owner));
  Ends ends = std::visit(EndsOf{socket}, socket.detail);
  const std::string& network_namespace =
      socket.network_namespace.empty() ? context.network_namespace : socket.network_namespace;
  const std::string cgroup = socket.cgroup && context.cgroup ? context.cgroup(*socket.cgroup) : "";
  Json object{
      {"protocol", to_string(socket.protocol)},
      {"family", family_of(socket)},
      {"type", type_name(socket.type)},
      {"state", to_string(socket.state)},
      {"local", std::move(ends.local)},
      {"peer", std::move(ends.peer)},
      {"interface", socket.interface ? Json(socket.interface->name) : Json()},
      {"v6only", or_null(socket.v6_only)},
      {"recv_q", socket.recv_q},
      {"send_q", socket.send_q},
      {"inode", socket.inode},
      {"cookie", socket.cookie == 0 ? Json() : Json(socket.cookie)},
      {"uid", or_null(socket.uid)},
      {"mark", socket.mark},
      {"cgroup", or_null(cgroup)},
      {"timer", timer_json(socket.timer)},
      {"netns", or_null(network_namespace)},
      {"source", to_string(socket.source)},
      {"owners", std::move(owners)},
      {"owners_hidden", socket.owners_hidden},
  };
  add_socket_details(socket, object);
  return object;
}

Json sockets_array(const std::vector<Socket>& sockets, const ListingContext& context) {
  Json array = Json::array();
  for (const Socket& socket : sockets)
    array.push_back(socket_json(socket, context));
  return array;
}

}  // namespace

std::string listing_json_begin() {
  return fmt::format("{{\n  \"schema_version\": {},\n  \"sockets\": [", kListingSchemaVersion);
}

std::string listing_json_socket(const Socket& socket, bool is_first, const ListingContext& context) {
  return (is_first ? "\n    " : ",\n    ") + socket_json_text(socket, context);
}

std::string socket_json_text(const Socket& socket, const ListingContext& context) {
  return one_line(socket_json(socket, context));
}

std::string listing_json_end(const std::vector<core::Unseen>& unseen) {
  return fmt::format("\n  ],\n  \"unseen\": {}\n}}\n", one_line(unseen_json(unseen)));
}

std::string difference_json(const sockets::Difference& difference, const std::vector<core::Unseen>& unseen,
                            const ListingContext& context) {
  Json changed = Json::array();
  for (const sockets::Change& change : difference.changed)
    changed.push_back(
        {{"before", socket_json(change.before, context)}, {"after", socket_json(change.after, context)}});
  return core::to_text({{"schema_version", kDifferenceSchemaVersion},
                        {"appeared", sockets_array(difference.appeared, context)},
                        {"went", sockets_array(difference.went, context)},
                        {"changed", std::move(changed)},
                        {"unseen", unseen_json(unseen)}});
}

}  // namespace portreeve::report
