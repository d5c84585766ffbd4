#include "sockets/cgroup_ids.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

constexpr std::size_t kMaximumGroups = 100'000;

std::optional<std::string> mount_point(const core::SystemRoot& root) {
  const auto mounts = root.read("/proc/self/mounts");
  if (!mounts) return std::nullopt;
  for (const std::string_view line : core::split(*mounts, '\n')) {
    const auto fields = core::split_words(line);
    if (fields.size() > 2 && fields[2] == "cgroup2") return std::string(fields[1]);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> directory_number(const core::SystemRoot& root, const std::string& path) {
  const auto directory = root.inspect(path);
  if (!directory || !S_ISDIR(directory->st_mode)) return std::nullopt;
  return directory->st_ino;
}

}  // namespace

std::optional<std::uint64_t> cgroup_id(const core::SystemRoot& root, std::string_view path) {
  const auto mount = mount_point(root);
  if (!mount) return std::nullopt;
  return directory_number(root, *mount + "/" + std::string(path));
}

std::unordered_map<std::uint64_t, std::string> cgroup_paths(const core::SystemRoot& root) {
  std::unordered_map<std::uint64_t, std::string> paths;
  const auto mount = mount_point(root);
  if (!mount) return paths;
  std::vector<std::string> pending{""};
  while (!pending.empty() && paths.size() < kMaximumGroups) {
    const std::string path = std::move(pending.back());
    pending.pop_back();
    const auto number = directory_number(root, *mount + path);
    if (!number) continue;  // one of the group's files
    paths.emplace(*number, path.empty() ? "/" : path);
    const auto names = root.list(*mount + path);
    if (!names) continue;
    for (const std::string& name : *names)
      pending.push_back(fmt::format("{}/{}", path, name));
  }
  return paths;
}

}  // namespace portreeve::sockets
