#include "sockets/namespaces.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/process_details.h"
#include "sockets/process_directory.h"

namespace portreeve::sockets {
namespace {

using core::NamespaceId;

// As many ways into a namespace are kept: processes end, and one is enough.
constexpr std::size_t kMaximumFiles = 4;

bool is_refusal(int errno_value) {
  return errno_value == EACCES || errno_value == EPERM;
}

// "\040" stands for a blank in mountinfo, and so for tab, newline and backslash.
std::string without_escapes(std::string_view text) {
  constexpr std::size_t kLength = 4;
  std::string result;
  while (!text.empty()) {
    const bool is_escape =
        text.size() >= kLength && text[0] == '\\' &&
        std::ranges::all_of(text.substr(1, 3), [](char c) { return c >= '0' && c <= '7'; });
    if (is_escape) {
      result += static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
    } else {
      result += text.front();
    }
    text.remove_prefix(is_escape ? kLength : 1);
  }
  return result;
}

/// Goes through the places where a namespace can be seen, and puts together what leads to the same one.
class Search {
 public:
  Search() {
    // All files of namespaces are on one file system of the kernel's own, which tells their inodes apart from
    // those of other files.
    const auto own = root_.inspect("/proc/thread-self/ns/net");
    if (own) {
      own_ = {own->st_dev, own->st_ino};
      add(own_, NamespaceHolder::kProcess, "/proc/thread-self/ns/net");
    } else {
      observed_.miss("the network namespaces", own.error());
    }
  }

  void look_at_names() {
    const std::string directory = "/run/netns";
    const auto names = root_.list(directory);
    if (!names) {
      if (names.error().errno_value != ENOENT) observed_.miss("the named network namespaces", names.error());
      return;
    }
    for (const std::string& name : *names) {
      const std::string file = fmt::format("{}/{}", directory, name);
      const auto opened = core::NetworkNamespace::open_file(file, name);
      if (opened) {
        add(opened->id(), NamespaceHolder::kName, file, name);
      } else if (const int why = opened.error().errno_value; why != ENOENT && why != EINVAL) {
        // (A name whose file is no namespace stands for none: not yet, or not any more.)
        observed_.miss(fmt::format("the network namespace {}", name), opened.error());
      }
    }
  }

  void look_at_processes() {
    const auto names = root_.list("/proc");
    if (!names) {
      observed_.miss("the network namespaces of processes", names.error());
      return;
    }
    for (const std::string& name : *names) {
      const auto pid = core::parse_number<pid_t>("the pid", name, 1);
      if (pid) look_at_process(*pid);
    }
    if (forbidden_processes_ != 0) {
      observed_.miss(fmt::format("the network namespaces of {} processes", forbidden_processes_),
                     core::system_error("read", "/proc/PID/ns/net", EACCES));
    }
  }

  void look_at_descriptors(const OwnerTable& owners) {
    for (const OwnerRecords::HeldNamespace& held : owners.namespaces()) {
      const std::string file =
          held.thread == 0 ? fmt::format("/proc/{}/fd/{}", held.pid, held.descriptor)
                           : fmt::format("/proc/{}/task/{}/fd/{}", held.pid, held.thread, held.descriptor);
      if (is_known({own_.device, held.inode})) continue;
      const auto opened = core::NetworkNamespace::open_file(file, file);
      if (opened) add(opened->id(), NamespaceHolder::kDescriptor, file);
    }
  }

  [[nodiscard]] core::Observed<std::vector<FoundNamespace>> take() {
    for (auto& [id, found] : found_)
      observed_.value.push_back(std::move(found));
    std::ranges::sort(observed_.value, {}, [](const FoundNamespace& found) {
      return std::tuple(!found.is_own, std::string_view(found.label), found.id);
    });
    return std::move(observed_);
  }

 private:
  [[nodiscard]] bool is_known(NamespaceId id) const { return found_.contains(id); }

  void add(NamespaceId id, NamespaceHolder holder, std::string file, std::string_view label = {}) {
    const auto [entry, is_new] = found_.try_emplace(id);
    FoundNamespace& found = entry->second;
    if (is_new) {
      found.id = id;
      found.is_own = id == own_;
      found.held_by = holder;
      found.label = label.empty() ? fmt::format("net:[{}]", id.inode) : std::string(label);
    } else if (holder < found.held_by) {
      found.held_by = holder;
      if (!label.empty()) found.label = label;
    }
    if (found.files.size() < kMaximumFiles) found.files.push_back(std::move(file));
  }

  void look_at_process(pid_t pid) {
    const auto directory = ProcessDirectory::open(root_, pid);
    if (!directory) return;
    if (!look_at_file(*directory, "ns/net", NamespaceHolder::kProcess)) {
      if (directory->inspect("stat")) ++forbidden_processes_;
      return;
    }
    look_at_mounts(*directory);
    if (directory->thread_count() < 2) return;
    // A process that ends while this is done has no more threads.
    static_cast<void>(directory->for_each("task", [&](int, const char* thread) {
      look_at_file(*directory, fmt::format("task/{}/ns/net", thread), NamespaceHolder::kThread);
    }));
  }

  // False if it may not be looked at.
  bool look_at_file(const ProcessDirectory& directory, const std::string& file, NamespaceHolder holder) {
    const auto status = directory.inspect(file.c_str());
    if (!status) return !is_refusal(status.error().errno_value);
    add({status->st_dev, status->st_ino}, holder, fmt::format("/proc/{}/{}", directory.pid(), file));
    return true;
  }

  // Each mount namespace once, in which a process sees the mounts below its own root directory.
  void look_at_mounts(const ProcessDirectory& directory) {
    const auto mount_namespace = directory.inspect("ns/mnt");
    if (!mount_namespace || !mount_namespaces_.insert(mount_namespace->st_ino).second) return;
    const bool is_ours = mount_namespace->st_ino == own_mount_namespace_;
    const auto mountinfo = root_.read(fmt::format("/proc/{}/mountinfo", directory.pid()));
    if (!mountinfo) return;
    for (const std::string& place : namespace_mounts(*mountinfo)) {
      const std::string file = is_ours ? place : fmt::format("/proc/{}/root{}", directory.pid(), place);
      const auto opened = core::NetworkNamespace::open_file(file, place);
      // What is not one of the network is another kind of namespace, or hidden below another mount.
      if (opened) add(opened->id(), NamespaceHolder::kMount, file, is_ours ? place : std::string());
    }
  }

  const core::SystemRoot root_;
  const std::uint64_t own_mount_namespace_ = root_.inspect("/proc/thread-self/ns/mnt")
                                                 .map([](const struct stat& file) { return file.st_ino; })
                                                 .value_or(0);
  NamespaceId own_;
  std::map<NamespaceId, FoundNamespace> found_;
  std::set<std::uint64_t> mount_namespaces_;
  std::size_t forbidden_processes_ = 0;
  core::Observed<std::vector<FoundNamespace>> observed_;
};

}  // namespace

std::string_view to_string(NamespaceHolder holder) {
  switch (holder) {
    case NamespaceHolder::kName:
      return "name";
    case NamespaceHolder::kMount:
      return "mount";
    case NamespaceHolder::kProcess:
      return "process";
    case NamespaceHolder::kThread:
      return "thread";
    case NamespaceHolder::kDescriptor:
      break;
  }
  return "descriptor";
}

// A line is "36 35 98:0 ROOT PLACE OPTIONS [TAG...] - TYPE SOURCE OPTIONS".
std::vector<std::string> namespace_mounts(std::string_view mountinfo) {
  constexpr std::size_t kPlace = 4;
  std::vector<std::string> places;
  for (const std::string_view line : core::split(mountinfo, '\n')) {
    if (line.find(" - nsfs ") == std::string_view::npos) continue;
    const auto words = core::split_words(line);
    if (words.size() > kPlace) places.push_back(without_escapes(words[kPlace]));
  }
  return places;
}

core::Observed<std::vector<FoundNamespace>> list_network_namespaces(const core::SystemRoot& root,
                                                                    const OwnerTable& owners) {
  if (!root.is_live()) {
    core::Observed<std::vector<FoundNamespace>> observed;
    FoundNamespace own;
    own.is_own = true;
    observed.value.push_back(std::move(own));
    observed.miss("the other network namespaces",
                  core::make_error("enter", "a network namespace", "a capture shows the sockets of one"));
    return observed;
  }
  Search search;
  search.look_at_names();
  search.look_at_processes();
  search.look_at_descriptors(owners);
  return search.take();
}

std::string own_namespace_label(const core::SystemRoot& root) {
  if (!root.is_live()) return {};
  Search search;
  search.look_at_names();
  for (const FoundNamespace& found : search.take().value) {
    if (found.is_own) return found.label;
  }
  return {};
}

core::Result<core::NetworkNamespace> open_namespace(const FoundNamespace& found) {
  core::Error error = core::system_error("open the network namespace", found.label, ENOENT);
  for (const std::string& file : found.files) {
    auto opened = core::NetworkNamespace::open_file(file, found.label);
    if (opened && opened->id() == found.id) return opened;
    if (!opened && is_refusal(opened.error().errno_value)) error = opened.error();
  }
  return core::failure(std::move(error));
}

}  // namespace portreeve::sockets
