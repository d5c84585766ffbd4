#include "sockets/dump.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sockets/diag_message.h"
#include "sockets/interface_names.h"
#include "sockets/kernel_protocols.h"
#include "sockets/proc_net.h"
#include "sockets/seen_sockets.h"
#include "sockets/sock_diag.h"

namespace portreeve::sockets {
namespace {

using core::Family;
using core::SystemRoot;

// One protocol of one family, and where what is known about it goes.
struct Dump {
  const SystemRoot& root;
  Protocol protocol;
  Family family;
  const Query& query;
  const Visitor& visit;
  std::vector<core::Unseen>& unseen;

  // "tcp sockets of IPv4"
  [[nodiscard]] std::string what() const {
    if (!is_internet(protocol)) return fmt::format("{} sockets", to_string(protocol));
    return fmt::format("{} sockets of {}", to_string(protocol), to_string(family));
  }
};

// The outcome of asking by netlink: the error, and whether sockets came before it.
struct Answer {
  core::Status status;
  bool any = false;
};

Answer ask(const Dump& dump) {
  Answer answer;
  answer.status = ask_sock_diag(open_sock_diag, dump.protocol, dump.family, dump.query, [&](Socket&& socket) {
    answer.any = true;
    dump.visit(std::move(socket));
  });
  return answer;
}

// The names of devices are known where the table is of the running system.
void name_device(const SystemRoot& root, Socket& socket, InterfaceNames& names) {
  if (!socket.interface) return;
  const std::uint32_t index = socket.interface->index;
  socket.interface->name = root.is_live() ? names.name(index) : fmt::format("{}", index);
}

core::Result<bool> read_tables(const Dump& dump) {
  const std::uint32_t wanted = state_mask(dump.query.states);
  SeenSockets seen;
  InterfaceNames interfaces;
  const Visitor pass_on = [&](Socket&& socket) {
    const bool is_wanted = (wanted >> static_cast<unsigned>(socket.state) & 1) != 0;
    if (!is_wanted || !seen.insert(socket)) return;
    name_device(dump.root, socket, interfaces);
    dump.visit(std::move(socket));
  };
  return read_proc_net(dump.root, dump.protocol, dump.family, pass_on, dump.unseen);
}

bool has_table(Protocol protocol) {
  return protocol != Protocol::kMptcp && protocol != Protocol::kVsock;
}

// Netlink's word for a kind of socket that it can't list.
bool is_not_supported(const core::Error& error) {
  return error.errno_value == ENOENT || error.errno_value == EOPNOTSUPP ||
         error.errno_value == EPROTONOSUPPORT || error.errno_value == EAFNOSUPPORT;
}

void note_absence(const Dump& dump) {
  core::Unseen absence{
      fmt::format("{} sockets", to_string(dump.protocol)),
      core::make_error("list", fmt::format("{} sockets", to_string(dump.protocol)),
                       "this kernel does not have that protocol, or its module is not loaded")};
  const bool is_noted =
      std::ranges::any_of(dump.unseen, [&](const core::Unseen& other) { return other.what == absence.what; });
  if (!is_noted) dump.unseen.push_back(std::move(absence));
}

// There is neither an answer nor a table. Whether that is all the same to know that nothing is missing.
bool explain_absence(const Dump& dump, const core::Error& why) {
  switch (protocol_support(dump.root, dump.protocol, dump.family)) {
    case Support::kNone:
      if (dump.query.protocols_named) note_absence(dump);
      return true;
    case Support::kNoSockets:
      return true;
    case Support::kYes:
    case Support::kUnknown:
      break;
  }
  dump.unseen.push_back({"the " + dump.what(), why});
  return !dump.query.protocols_named && !has_table(dump.protocol);
}

}  // namespace

bool dump_sockets(const SystemRoot& root, Protocol protocol, Family family, const Query& query,
                  const Visitor& visit, std::vector<core::Unseen>& unseen) {
  const Dump dump{root, protocol, family, query, visit, unseen};
  Answer answer;
  if (root.is_live()) {
    answer = ask(dump);
    if (answer.status) return true;
    if (answer.any) {
      unseen.push_back({"some " + dump.what(), answer.status.error()});
      return false;
    }
  }
  const auto complete = read_tables(dump);
  if (complete) return *complete;
  const bool is_refused = !answer.status && !is_not_supported(answer.status.error());
  if (is_refused) {
    unseen.push_back({"the " + dump.what(), answer.status.error()});
    return false;
  }
  return explain_absence(dump, complete.error());
}

}  // namespace portreeve::sockets
