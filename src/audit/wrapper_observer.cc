#include "audit/wrapper_observer.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace portreeve::audit {
namespace {

std::string base_name(std::string_view path) {
  constexpr std::string_view kDeleted = " (deleted)";
  if (path.ends_with(kDeleted)) path.remove_suffix(kDeleted.size());
  return std::string(path.substr(path.rfind('/') + 1));
}

// A daemon goes by the name of its process, which the kernel cuts at 15 bytes, or by that of its program.
std::vector<wrappers::Daemon> daemons_of(const core::SystemRoot& root, const sockets::Inventory& inventory) {
  wrappers::ObedienceReader obedience(root);
  std::vector<wrappers::Daemon> daemons;
  std::set<pid_t> seen;
  for (const sockets::Socket& socket : inventory.sockets) {
    for (const sockets::Owner& owner : socket.owners) {
      const core::ProcessRef& process = owner.process;
      if (!seen.insert(process.pid).second) continue;
      const wrappers::Obedience obeys = obedience.of(process.executable, process.pid);
      const std::string program = base_name(process.executable);
      daemons.push_back({process.name, process.executable, obeys});
      if (!program.empty() && program != process.name)
        daemons.push_back({program, process.executable, obeys});
    }
  }
  return daemons;
}

}  // namespace

core::Observed<wrappers::LintReport> observe_wrappers(const core::SystemRoot& root,
                                                      const core::Observed<sockets::Inventory>& sockets,
                                                      const WrapperQuestions& questions) {
  auto super_servers = wrappers::observe_super_servers(root);
  wrappers::LintRequest request;
  request.daemons = daemons_of(root, sockets.value);
  request.all_daemons_seen = sockets.value.complete && super_servers.unseen.empty() &&
                             std::ranges::none_of(sockets.value.sockets, [](const sockets::Socket& socket) {
                               return socket.owners.empty();
                             });
  request.super_servers = std::move(super_servers.value);
  request.names_allowing_rules = questions.names_allowing_rules;
  request.resolves_names = questions.resolves_names;
  auto observed = wrappers::lint(root, request);
  std::ranges::move(super_servers.unseen, std::back_inserter(observed.unseen));
  return observed;
}

}  // namespace portreeve::audit
