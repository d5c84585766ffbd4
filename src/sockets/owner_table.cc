#include "sockets/owner_table.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "sockets/process_details.h"

namespace portreeve::sockets {

void OwnerRecords::append(OwnerRecords&& other) {
  const auto first_process = static_cast<std::uint32_t>(processes.size());
  const auto first_holder = static_cast<std::uint32_t>(holders.size());
  std::ranges::move(other.processes, std::back_inserter(processes));
  for (const Holder& holder : other.holders)
    holders.push_back({first_process + holder.process, holder.thread});
  for (const Held& one : other.held)
    held.push_back({one.inode, first_holder + one.holder, one.descriptor});
  std::ranges::move(other.namespaces, std::back_inserter(namespaces));
  forbidden_processes += other.forbidden_processes;
}

OwnerTable::OwnerTable(const core::SystemRoot& root, OwnerDetail detail, OwnerRecords records,
                       std::optional<core::Error> hidden)
    : root_(root),
      holders_(std::move(records.holders)),
      held_(std::move(records.held)),
      namespaces_(std::move(records.namespaces)),
      hidden_(std::move(hidden)) {
  processes_.reserve(records.processes.size());
  for (core::ProcessRef& process : records.processes)
    processes_.push_back({std::move(process), detail == OwnerDetail::kName});
  std::ranges::sort(held_, {}, &OwnerRecords::Held::inode);
}

const core::ProcessRef& OwnerTable::process(std::uint32_t index) {
  Process& process = processes_[index];
  if (!std::exchange(process.is_complete, true)) add_details(root_, process.reference);
  return process.reference;
}

std::vector<Owner> OwnerTable::find(std::uint64_t inode) {
  const auto found = std::ranges::equal_range(held_, inode, {}, &OwnerRecords::Held::inode);
  std::vector<Owner> owners;
  owners.reserve(found.size());
  for (const OwnerRecords::Held& held : found) {
    const OwnerRecords::Holder& holder = holders_[held.holder];
    owners.push_back({process(holder.process), held.descriptor, holder.thread});
  }
  if (owners.size() < 2) return owners;
  std::ranges::sort(owners, {}, [](const Owner& owner) {
    return std::tuple(owner.process.pid, owner.descriptor, owner.thread);
  });
  const auto repeated = std::ranges::unique(owners, [](const Owner& one, const Owner& other) {
    return one.process.pid == other.process.pid && one.descriptor == other.descriptor;
  });
  owners.erase(repeated.begin(), repeated.end());
  return owners;
}

}  // namespace portreeve::sockets
