#include "sockets/owner_join.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace portreeve::sockets {

void OwnerJoin::look_for_owners(bool of_these_alone) {
  OwnerSearch search;
  search.detail = detail_;
  if (of_these_alone) {
    search.inodes.emplace();
    for (const Socket& socket : waiting_) {
      if (socket.inode != 0) search.inodes->insert(socket.inode);
    }
  }
  auto observed = find_owners(root_, search);
  table_ = std::move(observed.value);
  unseen_ = std::move(observed.unseen);
  has_looked_ = true;
}

void OwnerJoin::pass_on(Socket&& socket) {
  socket.owners_hidden = socket.inode != 0 && socket.owners.empty() && table_.hidden();
  if (socket.owners_hidden) ++hidden_owners_;
  visit_(std::move(socket));
}

void OwnerJoin::pass_on_waiting() {
  std::vector<Socket> sockets = std::exchange(waiting_, {});  // of a long list, few wait from here on
  for (Socket& socket : sockets) {
    if (socket.inode != 0) socket.owners = table_.find(socket.inode);
    pass_on(std::move(socket));
  }
}

void OwnerJoin::add(Socket&& socket) {
  if (!has_looked_) {
    waiting_.push_back(std::move(socket));
    if (waiting_.size() < kMaximumWaiting) return;
    look_for_owners(false);
    pass_on_waiting();
    return;
  }
  if (socket.inode != 0) socket.owners = table_.find(socket.inode);
  const bool may_be_new = socket.inode != 0 && socket.owners.empty();
  if (may_be_new && waiting_.size() < kMaximumWaiting) {
    waiting_.push_back(std::move(socket));
  } else {
    pass_on(std::move(socket));
  }
}

void OwnerJoin::finish(std::vector<core::Unseen>& unseen) {
  if (!waiting_.empty()) {
    look_for_owners(true);
    pass_on_waiting();
  }
  std::ranges::move(unseen_, std::back_inserter(unseen));
  const auto& hidden = table_.hidden();
  if (hidden && unseen_.empty() && hidden_owners_ != 0)
    unseen.push_back({fmt::format("the owners of {} sockets", hidden_owners_), *hidden});
}

}  // namespace portreeve::sockets
