#include "sockets/owners.h"

#include <unistd.h>

#include <cerrno>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sockets/owners_bpf.h"
#include "sockets/owners_proc.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;

constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

// To look at so many links takes about as long as to load the program into the kernel.
constexpr std::size_t kDescriptorsWorthAProgram = 400;

// So many processes will have more descriptors than that.
constexpr nlink_t kProcessesWorthAProgram = 200;

// Whether /proc numbers processes as the kernel does for this one. After an unshare(2) of the pid namespace
// without a new /proc it does not, and the program's pids would not fit what /proc says of them.
bool has_own_numbers(const SystemRoot& root) {
  const auto self = root.read_link("/proc/self");
  return !self || *self == fmt::format("{}", ::getpid());
}

// Where processes of others are hidden (proc(5), hidepid=2), even the first one is not there.
std::optional<core::Error> why_hidden(const SystemRoot& root, const OwnerRecords& found) {
  if (found.forbidden_processes != 0) {
    return core::system_error(
        "read", fmt::format("the descriptors of {} processes", found.forbidden_processes), EACCES);
  }
  if (root.is_live() && !root.inspect("/proc/1")) {
    return core::make_error("list", "the processes of others", "/proc is mounted with hidepid",
                            "run it as root");
  }
  return std::nullopt;
}

core::Observed<OwnerTable> nothing_found(const core::Error& why) {
  core::Observed<OwnerTable> observed;
  observed.value = OwnerTable(SystemRoot(), OwnerDetail::kName, {}, why);
  observed.miss("the owners of sockets", why);
  return observed;
}

core::Observed<OwnerTable> find_by_proc(const SystemRoot& root, const OwnerSearch& search) {
  auto found = read_owners_from_proc(root, search, kUnlimited);
  if (!found) return nothing_found(found.error());
  // Without a limit all of them are read.
  OwnerRecords records = std::move(*found).value_or(OwnerRecords());
  auto hidden = why_hidden(root, records);
  return {OwnerTable(root, search.detail, std::move(records), std::move(hidden)), {}};
}

core::Observed<OwnerTable> find_by_bpf(const SystemRoot& root, const OwnerSearch& search) {
  auto found = ask_kernel_for_owners(search);
  if (!found) return nothing_found(found.error());
  return {OwnerTable(root, search.detail, std::move(*found), std::nullopt), {}};
}

// By the links if they are few and may all be read, and otherwise by the program if the kernel takes it.
core::Observed<OwnerTable> find_by_the_faster(const SystemRoot& root, const OwnerSearch& search) {
  std::optional<OwnerTable> few;
  // The directory has a link for each process of the host (fs/proc/root.c).
  const auto processes = root.inspect("/proc");
  if (processes && processes->st_nlink < kProcessesWorthAProgram) {
    auto found = read_owners_from_proc(root, search, kDescriptorsWorthAProgram);
    if (found && *found) {
      OwnerRecords records = std::move(*found).value_or(OwnerRecords());
      auto hidden = why_hidden(root, records);
      few.emplace(root, search.detail, std::move(records), std::move(hidden));
    }
  }
  if (few && !few->hidden()) return {std::move(*few), {}};
  if (has_own_numbers(root)) {
    auto observed = find_by_bpf(root, search);
    if (observed.unseen.empty()) return observed;
  }
  if (few) return {std::move(*few), {}};
  return find_by_proc(root, search);
}

}  // namespace

core::Observed<OwnerTable> find_owners(const SystemRoot& root, const OwnerSearch& search) {
  if (search.inodes && search.inodes->empty()) return {};
  if (!root.is_live() || search.method == OwnerMethod::kProc) return find_by_proc(root, search);
  if (search.method == OwnerMethod::kBpf) return find_by_bpf(root, search);
  return find_by_the_faster(root, search);
}

}  // namespace portreeve::sockets
