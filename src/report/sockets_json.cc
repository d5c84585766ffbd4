#include "report/sockets_json.h"

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

using core::Json;

constexpr int kSchemaVersion = 1;

// The address apart from its scope, since programs compare addresses.
Json endpoint_json(const core::Endpoint& endpoint) {
  return {{"address", endpoint.address.with_zone("").to_string()},
          {"port", endpoint.port},
          {"scope", or_null(endpoint.address.zone())}};
}

Json owner_json(const sockets::Owner& owner) {
  return {{"pid", owner.process.pid},
          {"comm", owner.process.name},
          {"fd", owner.descriptor},
          {"exe", or_null(owner.process.executable)},
          {"cgroup", or_null(owner.process.cgroup)}};
}

Json socket_json(const sockets::Socket& socket) {
  Json owners = Json::array();
  for (const sockets::Owner& owner : socket.owners)
    owners.push_back(owner_json(owner));
  return {
      {"protocol", to_string(socket.protocol)},
      {"family", family_name(socket.family)},
      {"state", to_string(socket.state)},
      {"local", endpoint_json(socket.local)},
      {"peer", endpoint_json(socket.peer)},
      {"interface", socket.interface ? Json(socket.interface->name) : Json()},
      {"v6only", socket.v6_only ? Json(*socket.v6_only) : Json()},
      {"recv_q", socket.recv_q},
      {"send_q", socket.send_q},
      {"inode", socket.inode},
      {"uid", socket.uid ? Json(*socket.uid) : Json()},
      {"source", to_string(socket.source)},
      {"owners", std::move(owners)},
  };
}

}  // namespace

Json sockets_json(const core::Observed<sockets::Inventory>& inventory) {
  Json sockets = Json::array();
  for (const sockets::Socket& socket : inventory.value.sockets)
    sockets.push_back(socket_json(socket));
  return {{"schema_version", kSchemaVersion},
          {"sockets", std::move(sockets)},
          {"unseen", unseen_json(inventory.unseen)}};
}

}  // namespace portreeve::report
