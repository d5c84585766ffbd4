#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portreeve::sockets {

/// What manages a container.
enum class ContainerRuntime : std::uint8_t {
  kUnknown,  ///< something that names control groups by IDs as the others do
  kDocker,
  kPodman,      ///< and Buildah
  kKubernetes,  ///< by way of one that the control group does not tell
  kCriO,
  kContainerd,
  kLxc,       ///< and LXD, Incus
  kMachined,  ///< systemd-nspawn, and virtual machines of libvirt: what machinectl(1) lists
};

/// "docker", "podman", "kubernetes", "cri-o", "containerd", "lxc", "machined"; "container" for kUnknown.
[[nodiscard]] std::string_view to_string(ContainerRuntime runtime);

/// The container that a process is in.
struct Container {
  ContainerRuntime runtime = ContainerRuntime::kUnknown;
  std::string id;  ///< 64 hexadecimal digits, or its name for LXC and machines

  bool operator==(const Container&) const = default;
};

/// What started a process, by the control group that it is in. Names come from outside.
struct CgroupUnit {
  std::string unit;       ///< of the system's systemd(1): "ssh.service", "session-3.scope"; may be empty
  std::string user_unit;  ///< of a user's own systemd, which runs as `unit` user@UID.service
  std::optional<Container>
      container;  ///< what is inside it has no unit here, for the host's systemd knows none

  bool operator==(const CgroupUnit&) const = default;
};

/// Tells unit and container from a path such as "/system.slice/ssh.service" (ProcessRef::cgroup). The forms
/// are those of systemd (its documentation "Control Group APIs and Delegation"), and what container managers
/// choose below it or, with the cgroupfs driver, beside it.
[[nodiscard]] CgroupUnit cgroup_unit(std::string_view path);

}  // namespace portreeve::sockets
