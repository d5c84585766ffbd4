#include "report/sockets_text.h"

#include <fmt/format.h>

#include "core/table.h"
#include "core/text.h"

namespace portreeve::report {
namespace {

using core::Table;
using sockets::Socket;

// The zone stands behind the brackets, where ss has the device as well.
std::string address_text(const Socket& socket, const core::Address& address) {
  if (address.is_ipv4()) return address.to_string();
  if (address.is_unspecified() && socket.v6_only == false) return "*";
  const std::string zone = address.zone().empty() ? "" : "%" + core::printable(address.zone());
  return "[" + address.with_zone("").to_string() + "]" + zone;
}

std::string port_text(std::uint16_t port) {
  return port == 0 ? "*" : fmt::format("{}", port);
}

std::string local_text(const Socket& socket) {
  std::string text = address_text(socket, socket.local.address);
  if (socket.interface) text += "%" + core::printable(socket.interface->name);
  return text + ":" + port_text(socket.local.port);
}

std::string peer_text(const Socket& socket) {
  return address_text(socket, socket.peer.address) + ":" + port_text(socket.peer.port);
}

std::string owners_text(const Socket& socket) {
  if (socket.owners.empty()) return {};
  std::string text;
  for (const sockets::Owner& owner : socket.owners) {
    text += fmt::format("{}(\"{}\",pid={},fd={})", text.empty() ? "" : ",",
                        core::printable(owner.process.name), owner.process.pid, owner.descriptor);
  }
  return "users:(" + text + ")";
}

}  // namespace

std::string sockets_text(const std::vector<Socket>& sockets, const SocketsTextOptions& options) {
  std::vector<Table::Column> columns;
  if (options.kinds) columns.push_back({.heading = "Netid"});
  columns.push_back({.heading = "State"});
  columns.push_back({.heading = "Recv-Q"});
  columns.push_back({.heading = "Send-Q"});
  columns.push_back({.heading = "Local Address:Port", .align = Table::Align::kRight});
  columns.push_back({.heading = "Peer Address:Port", .align = Table::Align::kRight});
  if (options.owners) columns.push_back({.heading = "Process"});

  const std::size_t column_count = columns.size();
  Table table(std::move(columns));
  for (const Socket& socket : sockets) {
    std::vector<std::string> cells;
    cells.reserve(column_count);
    if (options.kinds) cells.emplace_back(to_string(socket.protocol));
    cells.emplace_back(to_string(socket.state));
    cells.push_back(fmt::format("{}", socket.recv_q));
    cells.push_back(fmt::format("{}", socket.send_q));
    cells.push_back(local_text(socket));
    cells.push_back(peer_text(socket));
    if (options.owners) cells.push_back(owners_text(socket));
    table.add_row(std::move(cells));
  }
  return table.to_string(Table::kUnlimited, options.headings);
}

}  // namespace portreeve::report
