#include "sockets/cgroup_unit.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

bool is_id(std::string_view text) {
  constexpr std::size_t kLength = 64;
  return text.size() == kLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_unit(std::string_view name) {
  constexpr std::array<std::string_view, 5> kTypes{".service", ".scope", ".socket", ".mount", ".swap"};
  return std::ranges::any_of(
      kTypes, [&](std::string_view type) { return name.size() > type.size() && name.ends_with(type); });
}

bool remove_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool remove_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

// systemd puts "_" before a name that would look like a file of the control group's own.
std::string_view unescaped(std::string_view part) {
  if (part.starts_with('_')) part.remove_prefix(1);
  return part;
}

int digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

// systemd writes what a unit's name can't hold as "\x2d" (systemd.unit(5)).
std::string decoded(std::string_view text) {
  constexpr std::size_t kLength = 4;
  std::string result;
  while (!text.empty()) {
    const bool is_escape = text.size() >= kLength && text.starts_with("\\x") && digit_value(text[2]) >= 0 &&
                           digit_value(text[3]) >= 0;
    result += is_escape ? static_cast<char>(digit_value(text[2]) * 16 + digit_value(text[3])) : text.front();
    text.remove_prefix(is_escape ? kLength : 1);
  }
  return result;
}

struct Prefix {
  std::string_view text;
  ContainerRuntime runtime;
};

// How names of scopes begin that are those of a container: "docker-ID.scope". What watches over a container,
// such as "libpod-conmon-ID.scope", is not in it.
constexpr std::array<Prefix, 5> kScopes{{
    {"docker-", ContainerRuntime::kDocker},
    {"libpod-", ContainerRuntime::kPodman},
    {"buildah-", ContainerRuntime::kPodman},
    {"crio-", ContainerRuntime::kCriO},
    {"cri-containerd-", ContainerRuntime::kContainerd},
}};

// The same without systemd: the name of the directory above the container's.
constexpr std::array<Prefix, 4> kParents{{
    {"docker", ContainerRuntime::kDocker},
    {"libpod_parent", ContainerRuntime::kPodman},
    {"kubepods", ContainerRuntime::kKubernetes},
    {"lxc.payload", ContainerRuntime::kLxc},
}};

ContainerRuntime runtime_of_parents(std::span<const std::string_view> parents) {
  for (const std::string_view part : parents) {
    for (const Prefix& parent : kParents) {
      if (part == parent.text) return parent.runtime;
    }
    if (part.starts_with("kubepods")) return ContainerRuntime::kKubernetes;
  }
  return ContainerRuntime::kUnknown;
}

std::optional<Container> container_with_id(std::string_view part, std::span<const std::string_view> parents) {
  if (is_id(part)) return Container{runtime_of_parents(parents), std::string(part)};
  remove_suffix(part, ".scope");
  for (const Prefix& scope : kScopes) {
    std::string_view id = part;
    if (remove_prefix(id, scope.text) && is_id(id)) return Container{scope.runtime, std::string(id)};
  }
  // "kubepods-pod….slice:cri-containerd:ID": what containerd makes of a name that is meant for systemd
  constexpr std::string_view kBetween = ":cri-containerd:";
  const std::size_t between = part.find(kBetween);
  if (between == std::string_view::npos) return std::nullopt;
  const std::string_view id = part.substr(between + kBetween.size());
  return is_id(id) ? std::optional(Container{ContainerRuntime::kContainerd, std::string(id)}) : std::nullopt;
}

std::optional<Container> container_with_name(std::string_view part,
                                             std::span<const std::string_view> parents) {
  const std::string_view parent = parents.empty() ? std::string_view() : parents.back();
  if (remove_prefix(part, "lxc.payload.") ||
      (parents.size() == 1 && (parent == "lxc" || parent == "lxc.payload")))
    return Container{ContainerRuntime::kLxc, std::string(part)};
  if (parent != "machine.slice") return std::nullopt;
  const bool is_machine = (remove_prefix(part, "machine-") && remove_suffix(part, ".scope")) ||
                          (remove_prefix(part, "systemd-nspawn@") && remove_suffix(part, ".service"));
  return is_machine ? std::optional(Container{ContainerRuntime::kMachined, decoded(part)}) : std::nullopt;
}

}  // namespace

std::string_view to_string(ContainerRuntime runtime) {
  switch (runtime) {
    case ContainerRuntime::kDocker:
      return "docker";
    case ContainerRuntime::kPodman:
      return "podman";
    case ContainerRuntime::kKubernetes:
      return "kubernetes";
    case ContainerRuntime::kCriO:
      return "cri-o";
    case ContainerRuntime::kContainerd:
      return "containerd";
    case ContainerRuntime::kLxc:
      return "lxc";
    case ContainerRuntime::kMachined:
      return "machined";
    case ContainerRuntime::kUnknown:
      break;
  }
  return "container";
}

CgroupUnit cgroup_unit(std::string_view path) {
  CgroupUnit found;
  remove_prefix(path, "/");
  const auto parts = core::split(path, '/');
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const std::string_view part = unescaped(parts[index]);
    const auto parents = std::span(parts).first(index);
    if (is_unit(part)) {
      const bool is_users = found.unit.starts_with("user@");
      // Below a unit's group come those that it makes for itself; the names do not count.
      if (is_users && found.user_unit.empty()) found.user_unit = part;
      if (found.unit.empty()) found.unit = part;
    }
    found.container = container_with_id(part, parents);
    if (!found.container) found.container = container_with_name(part, parents);
    if (found.container) break;
  }
  return found;
}

}  // namespace portreeve::sockets
