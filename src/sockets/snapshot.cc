#include "sockets/snapshot.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/json_object.h"
#include "core/text.h"

namespace portreeve::sockets {
namespace {

using core::JsonObject;

constexpr int kSchemaVersion = 1;

core::Result<State> parse_state(std::string_view text) {
  for (std::uint8_t number = 1; number <= kLastState; ++number) {
    if (to_string(static_cast<State>(number)) == text) return static_cast<State>(number);
  }
  return core::failure(core::parse_error("the state", text, "not one that ss(8) names"));
}

template <typename Number>
Number read_number(const JsonObject& object, const char* member) {
  return static_cast<Number>(object.integer(member, 0, std::numeric_limits<Number>::max()));
}

core::Endpoint read_endpoint(const JsonObject& object) {
  core::Endpoint endpoint;
  endpoint.address = object.parsed("address", core::Address::parse);
  if (!object.is_null("scope")) endpoint.address = endpoint.address.with_zone(object.text("scope"));
  endpoint.port = read_number<std::uint16_t>(object, "port");
  return endpoint;
}

std::uint16_t read_ethernet_protocol(const JsonObject& local) {
  return local.parsed("address", [](const std::string& text) -> core::Result<std::uint16_t> {
    std::uint16_t number = 0;
    const bool has_prefix = text.starts_with("0x");
    const char* const end = text.data() + text.size();
    const auto [stop, status] = std::from_chars(text.data() + (has_prefix ? 2 : 0), end, number, 16);
    if (!has_prefix || status != std::errc{} || stop != end)
      return core::failure(core::parse_error("the protocol", text, "not a number such as 0x0003"));
    return number;
  });
}

void read_ends(const JsonObject& object, Socket& socket) {
  const JsonObject local = object.object("local");
  const JsonObject peer = object.object("peer");
  switch (socket.protocol) {
    case Protocol::kUnix:
      socket.detail = UnixDetail{.path = local.optional_text("address"), .peer_inode = 0};
      return;
    case Protocol::kPacket:
      socket.detail = PacketDetail{.ethernet_protocol = read_ethernet_protocol(local)};
      return;
    case Protocol::kNetlink: {
      NetlinkDetail detail;
      detail.family = read_number<std::uint8_t>(local, "address");
      detail.port = read_number<std::uint32_t>(local, "port");
      detail.peer_port = read_number<std::uint32_t>(peer, "port");
      socket.detail = detail;
      return;
    }
    case Protocol::kVsock: {
      VsockDetail detail;
      detail.cid = read_number<std::uint32_t>(local, "address");
      detail.port = read_number<std::uint32_t>(local, "port");
      detail.peer_cid = read_number<std::uint32_t>(peer, "address");
      detail.peer_port = read_number<std::uint32_t>(peer, "port");
      socket.detail = detail;
      return;
    }
    default:
      socket.local = read_endpoint(local);
      socket.peer = read_endpoint(peer);
  }
}

Owner read_owner(const JsonObject& object) {
  Owner owner;
  owner.process.pid = read_number<pid_t>(object, "pid");
  owner.process.name = object.text("comm");
  owner.process.executable = object.optional_text("exe");
  owner.descriptor = read_number<int>(object, "fd");
  return owner;
}

Socket read_socket(const JsonObject& object) {
  Socket socket;
  socket.protocol = object.parsed("protocol", parse_protocol);
  socket.family = object.text("family") == "ipv6" ? core::Family::kIpv6 : core::Family::kIpv4;
  socket.state = object.parsed("state", parse_state);
  read_ends(object, socket);
  if (!object.is_null("interface")) socket.interface = core::Interface{0, object.text("interface")};
  if (!object.is_null("v6only")) socket.v6_only = object.boolean("v6only");
  if (!object.is_null("uid")) socket.uid = read_number<uid_t>(object, "uid");
  socket.network_namespace = object.optional_text("netns");
  for (const JsonObject& owner : object.objects("owners"))
    socket.owners.push_back(read_owner(owner));
  return socket;
}

}  // namespace

core::Result<std::vector<Socket>> read_snapshot(std::string_view file, std::string_view text) {
  const core::Result<core::Json> json = core::parse_json(file, text);
  if (!json) return core::failure(json.error());
  try {
    const JsonObject document(file, *json);
    (void)document.integer("schema_version", kSchemaVersion, kSchemaVersion);
    std::vector<Socket> sockets;
    for (const JsonObject& socket : document.objects("sockets"))
      sockets.push_back(read_socket(socket));
    return sockets;
  } catch (const core::MalformedJson& malformed) {
    core::Error error = malformed.error();
    error.attempted = "read the listing of sockets";
    error.advice = "`portreeve ports --json` writes what is read here";
    return core::failure(std::move(error));
  }
}

}  // namespace portreeve::sockets
