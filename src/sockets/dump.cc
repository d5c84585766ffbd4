#include "sockets/dump.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "sockets/proc_net.h"
#include "sockets/sock_diag.h"

namespace portreeve::sockets {
namespace {

bool is_wanted(const Socket& socket, const std::vector<State>& states) {
  return states.empty() || std::ranges::find(states, socket.state) != states.end();
}

void visit_each(std::vector<Socket>&& sockets, const Visitor& visit) {
  for (Socket& socket : sockets)
    visit(std::move(socket));
}

}  // namespace

bool dump_sockets(const core::SystemRoot& root, Protocol protocol, core::Family family, const Query& query,
                  const Visitor& visit, std::vector<core::Unseen>& unseen) {
  if (root.is_live()) {
    bool any = false;
    const auto status = ask_sock_diag(open_sock_diag, protocol, family, query, [&](Socket&& socket) {
      any = true;
      visit(std::move(socket));
    });
    if (status) return true;
    if (any) {
      unseen.push_back(
          {fmt::format("some {} sockets of {}", to_string(protocol), to_string(family)), status.error()});
      return false;
    }
  }
  core::Observed<std::vector<Socket>> table;
  read_proc_net(root, protocol, family, table);
  std::erase_if(table.value, [&](const Socket& socket) { return !is_wanted(socket, query.states); });
  visit_each(std::move(table.value), visit);
  std::ranges::move(table.unseen, std::back_inserter(unseen));
  return table.unseen.empty();
}

}  // namespace portreeve::sockets
