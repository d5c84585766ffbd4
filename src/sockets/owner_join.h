#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/owners.h"
#include "sockets/query.h"

namespace portreeve::sockets {

/// Tells of each socket that passes by who holds it, and passes it on.
///
/// Looking for owners is done for all sockets at once, after they were seen: whoever made a socket before it
/// was listed holds it still, or it is nobody's. So sockets wait until the list ends, or until so many wait
/// that a look is due; those that come later are passed on at once. Of these a few may have been made since
/// that look: those without owner wait for a second one, and come last.
class OwnerJoin {
 public:
  /// As many sockets as wait in memory at a time.
  static constexpr std::size_t kMaximumWaiting = 16384;

  OwnerJoin(const core::SystemRoot& root, OwnerDetail detail, const Visitor& visit)
      : root_(root), detail_(detail), visit_(visit) {}

  /// The same with a table of all owners that was made before the sockets are seen.
  OwnerJoin(const core::SystemRoot& root, OwnerDetail detail, OwnerTable table, const Visitor& visit)
      : root_(root), detail_(detail), visit_(visit), table_(std::move(table)), has_looked_(true) {}

  /// Takes one socket.
  void add(Socket&& socket);

  /// Passes on those that wait. What could not be seen of owners is added to `unseen`.
  void finish(std::vector<core::Unseen>& unseen);

 private:
  void look_for_owners(bool of_these_alone);
  void pass_on(Socket&& socket);
  void pass_on_waiting();

  const core::SystemRoot& root_;
  OwnerDetail detail_;
  const Visitor& visit_;
  OwnerTable table_;
  bool has_looked_ = false;
  std::vector<Socket> waiting_;
  std::size_t hidden_owners_ = 0;  ///< sockets whose owner may be hidden
  std::vector<core::Unseen> unseen_;
};

}  // namespace portreeve::sockets
