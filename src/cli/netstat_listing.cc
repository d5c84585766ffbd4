#include "cli/netstat_listing.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "cli/socket_names.h"
#include "report/netstat_text.h"
#include "sockets/inventory.h"
#include "sockets/kernel_protocols.h"
#include "sockets/state_set.h"
#include "sockets/unix_references.h"

namespace portreeve::cli {
namespace {

using core::SystemRoot;
using report::NetstatText;
using sockets::Protocol;
using sockets::Socket;
using sockets::State;
using sockets::StateSet;

/// One run of netstat: what it prints, and what it did not see.
class Listing {
 public:
  Listing(const SystemRoot& root, const NetstatArguments& arguments)
      : root_(root),
        arguments_(arguments),
        text_(arguments.text, netstat_names(root, {.ports = !arguments.numeric_ports,
                                                   .hosts = !arguments.numeric_hosts,
                                                   .users = !arguments.numeric_users})) {}

  ExitStatus run() {
    if (arguments_.has_internet()) output_.write(text_.internet_headings());
    std::string sctp = arguments_.sctp ? sctp_lines() : std::string();
    bool saw_unix = false;
    // SCTP stands behind TCP, and unix(7) last, below headings of its own.
    const auto end_tcp = [&] { output_.write(std::exchange(sctp, {})); };
    const auto begin_unix = [&] {
      if (!std::exchange(saw_unix, true)) output_.write(text_.unix_headings());
    };
    visit(protocols(), states(), [&](const Socket& socket) {
      if (socket.protocol != Protocol::kTcp) end_tcp();
      if (socket.protocol == Protocol::kUnix) begin_unix();
      output_.write(socket.protocol == Protocol::kUnix ? text_.unix_line(socket, references_of(socket))
                                                       : text_.internet_line(socket));
    });
    end_tcp();
    if (arguments_.local) begin_unix();
    if (const auto written = output_.finish(); !written) return fail(written.error());
    print_unseen(unseen_);
    return complete_ ? ExitStatus::kFine : ExitStatus::kFailed;
  }

 private:
  [[nodiscard]] std::vector<Protocol> protocols() const {
    std::vector<Protocol> protocols;
    const auto add = [&](bool wanted, Protocol protocol) {
      if (wanted) protocols.push_back(protocol);
    };
    add(arguments_.tcp, Protocol::kTcp);
    add(arguments_.udp, Protocol::kUdp);
    add(arguments_.udplite, Protocol::kUdplite);
    add(arguments_.raw, Protocol::kRaw);
    add(arguments_.local, Protocol::kUnix);
    return protocols;
  }

  // What waits is LISTEN or, for what knows no listening, CLOSE.
  [[nodiscard]] std::vector<State> states() const {
    if (arguments_.text.all) return {};
    return arguments_.text.listening ? StateSet::waiting().to_query()
                                     : StateSet::all().without(StateSet(State::kListen)).to_query();
  }

  void visit(std::vector<Protocol> protocols, std::vector<State> states,
             const std::function<void(const Socket&)>& take) {
    sockets::Query query;
    query.protocols = std::move(protocols);
    query.states = std::move(states);
    query.protocols_named = arguments_.protocols_named;
    query.families.clear();
    if (arguments_.ipv4 || arguments_.local) query.families.push_back(core::Family::kIpv4);
    if (arguments_.ipv6) query.families.push_back(core::Family::kIpv6);
    query.owners = arguments_.text.programs;
    query.owner_detail = sockets::OwnerDetail::kName;
    query.filter = [&](const Socket& socket) {
      // A TCP socket that is bound and no more is in no table of /proc/net, so netstat knows nothing of it.
      const bool is_only_bound = socket.protocol == Protocol::kTcp &&
                                 (socket.state == State::kClose || socket.state == State::kBoundInactive);
      return !is_only_bound && (socket.protocol == Protocol::kSctp || text_.lists(socket));
    };
    auto seen = sockets::visit_sockets(root_, query, [&](Socket&& socket) { take(socket); });
    std::ranges::move(seen.unseen, std::back_inserter(unseen_));
    // Netstat passes over what the kernel lacks, unless that was named.
    const auto is_lacking = [&](Protocol protocol) { return lacks(protocol, query.families); };
    const bool lacks_one = query.protocols_named && std::ranges::any_of(query.protocols, is_lacking);
    complete_ = complete_ && seen.value && !lacks_one;
  }

  [[nodiscard]] bool lacks(Protocol protocol, const std::vector<core::Family>& families) const {
    return std::ranges::all_of(families, [&](core::Family family) {
      return sockets::protocol_support(root_, protocol, family) == sockets::Support::kNone;
    });
  }

  // First the endpoints that listen, then the associations, each with the state of its socket. Those have
  // states of their own, and their endpoints are wanted as well, so all are asked for.
  std::string sctp_lines() {
    std::string lines;
    std::vector<Socket> associations;
    std::unordered_map<std::uint64_t, State> states;  // of endpoints, by cookie
    visit({Protocol::kSctp}, {}, [&](const Socket& socket) {
      const auto* const sctp = std::get_if<sockets::SctpDetail>(&socket.detail);
      if (sctp != nullptr && sctp->is_association) {
        associations.push_back(socket);
        return;
      }
      states.emplace(socket.cookie, socket.state);
      if (socket.state == State::kListen && text_.lists(socket))
        lines += text_.sctp_lines(socket, socket.state);
    });
    for (const Socket& association : associations) {
      const auto state = states.find(association.cookie);
      if (text_.lists(association)) {
        lines += text_.sctp_lines(association, state == states.end() ? association.state : state->second);
      }
    }
    return lines;
  }

  std::uint64_t references_of(const Socket& socket) {
    if (!references_) {
      auto observed = sockets::read_unix_references(root_);
      std::ranges::move(observed.unseen, std::back_inserter(unseen_));
      references_ = std::move(observed.value);
    }
    const auto found = references_->find(socket.inode);
    return found == references_->end() ? 0 : found->second;
  }

  const SystemRoot& root_;
  const NetstatArguments& arguments_;
  NetstatText text_;
  BufferedOutput output_;
  std::optional<std::unordered_map<std::uint64_t, std::uint64_t>> references_;  // once they are needed
  std::vector<core::Unseen> unseen_;
  bool complete_ = true;
};

}  // namespace

ExitStatus print_netstat_listing(const SystemRoot& root, const NetstatArguments& arguments) {
  return Listing(root, arguments).run();
}

}  // namespace portreeve::cli
