#include "sockets/owners.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

using core::SystemRoot;

// Below so many processes, starting threads costs more than they save.
constexpr std::size_t kProcessesPerThread = 32;

using Inodes = std::unordered_set<std::uint64_t>;

/// What is looked for, and where.
struct Search {
  const SystemRoot& root;
  const Inodes& inodes;
  OwnerDetail detail;
};

/// What one thread has found, merged with the others' at the end.
struct Found {
  Owners owners;
  std::size_t forbidden_processes = 0;
};

// The number between a prefix and "]", as in "socket:[12345]" and "net:[4026531840]".
std::optional<std::uint64_t> bracketed_number(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || !text.ends_with(']')) return std::nullopt;
  text = text.substr(prefix.size(), text.size() - prefix.size() - 1);
  std::uint64_t number = 0;
  const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  return status == std::errc{} && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// Field 22 of /proc/PID/stat. The name in field 2 may hold blanks and parentheses, so fields are counted from
// the last ')'.
std::uint64_t start_time(std::string_view stat) {
  constexpr std::size_t kFieldsAfterName = 22 - 3;
  const std::size_t parenthesis = stat.rfind(')');
  if (parenthesis == std::string_view::npos) return 0;
  const auto fields = core::split_words(stat.substr(parenthesis + 1));
  if (fields.size() <= kFieldsAfterName) return 0;
  return core::parse_number<std::uint64_t>("the start time", fields[kFieldsAfterName]).value_or(0);
}

// The line "0::/system.slice/ssh.service" (cgroups(7)).
std::string unified_cgroup(std::string_view text) {
  for (const std::string_view line : core::split(text, '\n')) {
    if (line.starts_with("0::")) return std::string(line.substr(3));
  }
  return {};
}

core::ProcessRef describe_process(const SystemRoot& root, OwnerDetail detail, pid_t pid,
                                  const std::string& directory) {
  core::ProcessRef process;
  process.pid = pid;
  // comm(5) ends in a newline, and a name may begin or end with blanks of its own.
  process.name = root.read(directory + "/comm").value_or("");
  if (process.name.ends_with('\n')) process.name.pop_back();
  if (detail == OwnerDetail::kName) return process;
  process.executable = root.read_link(directory + "/exe").value_or("");
  process.start_time = start_time(root.read_value(directory + "/stat").value_or(""));
  process.cgroup = unified_cgroup(root.read_value(directory + "/cgroup").value_or(""));
  process.network_namespace =
      bracketed_number(root.read_link(directory + "/ns/net").value_or(""), "net:[").value_or(0);
  return process;
}

struct DirectoryCloser {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, DirectoryCloser>;

bool is_refusal(int errno_value) {
  return errno_value == EACCES || errno_value == EPERM;
}

struct Held {
  int descriptor;
  std::uint64_t inode;
};

// The wanted sockets among the links of a /proc/PID/fd, or nothing if the links may not be read: the kernel
// asks for more where a link is read (ptrace(2), "Ptrace access mode checking") than where the directory is
// opened.
std::optional<std::vector<Held>> held_sockets(const Directory& directory, const Inodes& inodes) {
  std::vector<Held> held;
  std::array<char, 64> target{};  // longer than any "socket:[INODE]"
  const int descriptor_directory = ::dirfd(directory.get());
  if (descriptor_directory < 0) return held;
  while (const ::dirent* const entry = ::readdir(directory.get())) {
    if (entry->d_name[0] == '.') continue;
    const ssize_t length = ::readlinkat(descriptor_directory, entry->d_name, target.data(), target.size());
    if (length < 0 && is_refusal(errno)) return std::nullopt;
    if (length <= 0) continue;  // it has been closed meanwhile
    const auto inode = bracketed_number({target.data(), static_cast<std::size_t>(length)}, "socket:[");
    const auto descriptor = core::parse_number<int>("the descriptor", entry->d_name, 0);
    if (inode && descriptor && inodes.contains(*inode)) held.push_back({*descriptor, *inode});
  }
  return held;
}

void look_into_process(const Search& search, pid_t pid, Found& found) {
  const SystemRoot& root = search.root;
  const std::string directory = fmt::format("/proc/{}", pid);
  auto opened = root.open(directory + "/fd", O_DIRECTORY);
  if (!opened) {
    if (is_refusal(opened.error().errno_value)) ++found.forbidden_processes;
    return;
  }
  const Directory descriptors(::fdopendir(opened->get()));
  if (!descriptors) return;
  static_cast<void>(opened->release());  // closedir(3) closes it from here on

  const auto held = held_sockets(descriptors, search.inodes);
  // The links of a process that has ended meanwhile are refused as well.
  if (!held && root.open(directory, O_DIRECTORY)) ++found.forbidden_processes;
  if (!held || held->empty()) return;
  const core::ProcessRef process = describe_process(root, search.detail, pid, directory);
  for (const Held& socket : *held)
    found.owners[socket.inode].push_back({process, socket.descriptor});
}

std::vector<pid_t> list_processes(const SystemRoot& root, core::Observed<Owners>& observed) {
  std::vector<pid_t> pids;
  const auto names = root.list("/proc");
  if (!names) {
    observed.miss("the owners of sockets", names.error());
    return pids;
  }
  for (const std::string& name : *names) {
    if (const auto pid = core::parse_number<pid_t>("the pid", name, 1)) pids.push_back(*pid);
  }
  return pids;
}

// Divides the processes among threads, each of which takes the next one that nobody has taken.
std::vector<Found> look_into_processes(const Search& search, const std::vector<pid_t>& pids) {
  const std::size_t wanted = pids.size() / kProcessesPerThread + 1;
  const std::size_t count = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, wanted);
  std::vector<Found> found(count);
  std::atomic<std::size_t> next = 0;
  const auto work = [&](Found& mine) {
    for (std::size_t index = next++; index < pids.size(); index = next++) {
      look_into_process(search, pids[index], mine);
    }
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
  return found;
}

}  // namespace

core::Observed<Owners> find_owners(const SystemRoot& root, const Inodes& inodes, OwnerDetail detail) {
  core::Observed<Owners> observed;
  if (inodes.empty()) return observed;
  const std::vector<pid_t> pids = list_processes(root, observed);
  std::size_t forbidden = 0;
  for (Found& found : look_into_processes({root, inodes, detail}, pids)) {
    forbidden += found.forbidden_processes;
    for (auto& [inode, owners] : found.owners) {
      auto& merged = observed.value[inode];
      merged.insert(merged.end(), std::make_move_iterator(owners.begin()),
                    std::make_move_iterator(owners.end()));
    }
  }
  for (auto& [inode, owners] : observed.value) {
    std::ranges::sort(owners, {},
                      [](const Owner& owner) { return std::tuple(owner.process.pid, owner.descriptor); });
  }
  const std::size_t without_owner = inodes.size() - observed.value.size();
  if (forbidden != 0 && without_owner != 0) {
    observed.miss(
        fmt::format("the owners of {} sockets", without_owner),
        core::system_error("read", fmt::format("the descriptors of {} processes", forbidden), EACCES));
  }
  return observed;
}

}  // namespace portreeve::sockets
