#include "sockets/owners_proc.h"

#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/process_details.h"
#include "sockets/process_directory.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;

// Below so many processes, starting threads costs more than they save.
constexpr std::size_t kProcessesPerThread = 32;

/// What is looked for, shared by the threads that look.
struct Search {
  const SystemRoot& root;
  const OwnerSearch& wanted;
  std::size_t limit;
  std::atomic<std::size_t> descriptors = 0;  ///< how many have been looked at

  [[nodiscard]] bool is_over() const { return descriptors.load(std::memory_order_relaxed) > limit; }
};

bool is_refusal(int errno_value) {
  return errno_value == EACCES || errno_value == EPERM;
}

struct Held {
  std::uint64_t inode;
  int descriptor;
  pid_t thread;  // 0 for the main thread
};

// Adds the wanted sockets among the links of a table, and says whether the links may be read: the kernel asks
// for more where a link is read (ptrace(2), "Ptrace access mode checking") than where the directory is
// opened.
bool add_held_sockets(Search& search, const ProcessDirectory& directory, const char* table, pid_t thread,
                      std::vector<Held>& held, std::vector<OwnerRecords::HeldNamespace>& namespaces) {
  bool refused = false;
  std::size_t count = 0;
  const auto listed = directory.for_each(table, [&](int links, const char* name) {
    ++count;
    if (refused) return;
    std::array<char, 64> target{};  // longer than any "socket:[INODE]"
    const ssize_t length = ::readlinkat(links, name, target.data(), target.size());
    refused = length < 0 && is_refusal(errno);
    if (length <= 0) return;  // it has been closed meanwhile
    const std::string_view text(target.data(), static_cast<std::size_t>(length));
    const auto descriptor = core::parse_number<int>("the descriptor", name, 0);
    if (!descriptor) return;
    if (const auto inode = bracketed_number(text, "socket:[")) {
      if (!search.wanted.inodes || search.wanted.inodes->contains(*inode))
        held.push_back({*inode, *descriptor, thread});
    } else if (const auto other = bracketed_number(text, "net:[")) {
      namespaces.push_back({*other, directory.pid(), thread, *descriptor});
    }
  });
  search.descriptors.fetch_add(count, std::memory_order_relaxed);
  return !refused && (listed || !is_refusal(listed.error().errno_value));
}

// Whether two threads are seen to use one descriptor table (kcmp(2)). Where the kernel won't say, they may.
bool share_descriptors(pid_t one, pid_t other) {
  return ::syscall(SYS_kcmp, one, other, KCMP_FILES, 0, 0) == 0;
}

// The process's other threads whose descriptors have to be looked at as well.
std::vector<pid_t> threads_apart(const SystemRoot& root, const ProcessDirectory& directory) {
  std::vector<pid_t> threads;
  if (root.is_live() && directory.thread_count() < 2) return threads;
  // A process that ends while this is done has no more threads.
  static_cast<void>(directory.for_each("task", [&](int, const char* name) {
    const auto thread = core::parse_number<pid_t>("the thread", name, 1);
    if (!thread || *thread == directory.pid()) return;
    if (!root.is_live() || !share_descriptors(directory.pid(), *thread)) threads.push_back(*thread);
  }));
  return threads;
}

// Each descriptor once for the process: of threads that share one table apart from the main thread's, and of
// copies of the main thread's, one is left.
void drop_repeated(std::vector<Held>& held) {
  std::ranges::sort(held, {},
                    [](const Held& one) { return std::tuple(one.inode, one.descriptor, one.thread); });
  const auto repeated = std::ranges::unique(held, [](const Held& one, const Held& other) {
    return one.inode == other.inode && one.descriptor == other.descriptor;
  });
  held.erase(repeated.begin(), repeated.end());
}

void add_process(const Search& search, const ProcessDirectory& directory, std::vector<Held>& held,
                 OwnerRecords& found) {
  core::ProcessRef process;
  process.pid = directory.pid();
  process.name = read_name(directory);
  if (search.wanted.detail == OwnerDetail::kAll) process.start_time = read_start_time(directory);
  const auto index = static_cast<std::uint32_t>(found.processes.size());
  found.processes.push_back(std::move(process));

  std::ranges::sort(held, {}, &Held::thread);
  const std::size_t first_holder = found.holders.size();
  for (const Held& one : held) {
    if (found.holders.size() == first_holder || found.holders.back().thread != one.thread)
      found.holders.push_back({index, one.thread});
    found.held.push_back({one.inode, static_cast<std::uint32_t>(found.holders.size() - 1), one.descriptor});
  }
}

void look_into_process(Search& search, pid_t pid, OwnerRecords& found) {
  const auto directory = ProcessDirectory::open(search.root, pid);
  if (!directory) return;
  std::vector<Held> held;
  if (!add_held_sockets(search, *directory, "fd", 0, held, found.namespaces)) {
    // The links of a process that has ended meanwhile are refused as well.
    if (directory->inspect("stat")) ++found.forbidden_processes;
    return;
  }
  const auto threads = threads_apart(search.root, *directory);
  for (const pid_t thread : threads)
    add_held_sockets(search, *directory, fmt::format("task/{}/fd", thread).c_str(), thread, held,
                     found.namespaces);
  if (!threads.empty()) drop_repeated(held);
  if (!held.empty()) add_process(search, *directory, held, found);
}

core::Result<std::vector<pid_t>> list_processes(const SystemRoot& root) {
  const auto names = root.list("/proc");
  if (!names) return core::failure(names.error());
  std::vector<pid_t> pids;
  for (const std::string& name : *names) {
    if (const auto pid = core::parse_number<pid_t>("the pid", name, 1)) pids.push_back(*pid);
  }
  return pids;
}

// Divides the processes among threads, each of which takes the next one that nobody has taken.
OwnerRecords look_into_processes(Search& search, const std::vector<pid_t>& pids) {
  const std::size_t wanted = pids.size() / kProcessesPerThread + 1;
  const std::size_t count = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, wanted);
  std::vector<OwnerRecords> found(count);
  std::atomic<std::size_t> next = 0;
  const auto work = [&](OwnerRecords& mine) {
    for (std::size_t index = next++; index < pids.size() && !search.is_over(); index = next++)
      look_into_process(search, pids[index], mine);
  };
  {
    std::vector<std::jthread> helpers;
    for (std::size_t index = 1; index < count; ++index) {
      try {
        helpers.emplace_back([&work, &mine = found[index]] { work(mine); });
      } catch (const std::system_error&) {
        break;  // no more may be started (RLIMIT_NPROC): those that there are do the work
      }
    }
    work(found.front());
  }
  for (OwnerRecords& others : std::span(found).subspan(1))
    found.front().append(std::move(others));
  return std::move(found.front());
}

}  // namespace

core::Result<std::optional<OwnerRecords>> read_owners_from_proc(const SystemRoot& root,
                                                                const OwnerSearch& wanted,
                                                                std::size_t limit) {
  const auto pids = list_processes(root);
  if (!pids) return core::failure(pids.error());
  Search search{root, wanted, limit};
  OwnerRecords found = look_into_processes(search, *pids);
  if (search.is_over()) return std::nullopt;
  return found;
}

}  // namespace portreeve::sockets
