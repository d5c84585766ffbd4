#include "sockets/cgroup_unit.h"

#include <ostream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace portreeve::sockets {

// What a failed comparison shows.
std::ostream& operator<<(std::ostream& stream, const CgroupUnit& found) {
  stream << fmt::format("unit \"{}\", user unit \"{}\"", found.unit, found.user_unit);
  if (found.container)
    stream << fmt::format(", {} container \"{}\"", to_string(found.container->runtime), found.container->id);
  return stream;
}

namespace {

constexpr std::string_view kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

struct Case {
  std::string path;  // ID stands for a container's
  CgroupUnit expected;
};

class CgroupUnitOf : public ::testing::TestWithParam<Case> {};

std::string with_id(std::string text) {
  const std::size_t at = text.find("ID");
  return at == std::string::npos ? text : text.replace(at, 2, kId);
}

CgroupUnit unit(std::string name) {
  return {with_id(std::move(name)), {}, {}};
}

CgroupUnit user_unit(std::string name, std::string users) {
  return {std::move(name), with_id(std::move(users)), {}};
}

CgroupUnit in(ContainerRuntime runtime, CgroupUnit found = {}, std::string id = "ID") {
  found.container = Container{runtime, with_id(std::move(id))};
  return found;
}

TEST_P(CgroupUnitOf, IsTheUnitAndTheContainer) {
  EXPECT_EQ(cgroup_unit(with_id(GetParam().path)), GetParam().expected) << GetParam().path;
}

const std::string kUser = "/user.slice/user-1000.slice/user@1000.service/";
const std::string kPod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1f.slice/";

INSTANTIATE_TEST_SUITE_P(
    Systemd, CgroupUnitOf,
    ::testing::Values(Case{"", {}}, Case{"/", {}}, Case{"/init.scope", unit("init.scope")},
                      Case{"/system.slice/ssh.service", unit("ssh.service")},
                      Case{"/system.slice/system-getty.slice/getty@tty1.service", unit("getty@tty1.service")},
                      Case{"/system.slice/cups.socket", unit("cups.socket")}, Case{"/system.slice", {}},
                      Case{"/system.slice/_cpu.service", unit("cpu.service")},
                      Case{"/system.slice/dev-disk\\x2dby.swap", unit("dev-disk\\x2dby.swap")},
                      Case{"/system.slice/systemd-udevd.service/udev", unit("systemd-udevd.service")},
                      Case{"/system.slice/own.service/made.by.itself.service", unit("own.service")},
                      Case{"/user.slice/user-1000.slice/session-3.scope", unit("session-3.scope")},
                      Case{kUser + "init.scope", user_unit("user@1000.service", "init.scope")},
                      Case{kUser + "app.slice/syncthing.service",
                           user_unit("user@1000.service", "syncthing.service")},
                      Case{"/evil.slice/.service", {}},
                      Case{"/../../system.slice/x.service", unit("x.service")}));

INSTANTIATE_TEST_SUITE_P(
    Containers, CgroupUnitOf,
    ::testing::Values(
        Case{"/system.slice/docker-ID.scope", in(ContainerRuntime::kDocker, unit("docker-ID.scope"))},
        Case{"/system.slice/docker-ID.scope/system.slice/nginx.service",
             in(ContainerRuntime::kDocker, unit("docker-ID.scope"))},
        Case{"/docker/ID", in(ContainerRuntime::kDocker)},
        Case{"/docker/ID/init.scope", in(ContainerRuntime::kDocker)},
        Case{"/machine.slice/libpod-ID.scope/container",
             in(ContainerRuntime::kPodman, unit("libpod-ID.scope"))},
        Case{"/machine.slice/libpod-conmon-ID.scope", unit("libpod-conmon-ID.scope")},
        Case{kUser + "user.slice/libpod-ID.scope/container",
             in(ContainerRuntime::kPodman, user_unit("user@1000.service", "libpod-ID.scope"))},
        Case{"/libpod_parent/libpod-ID", in(ContainerRuntime::kPodman)},
        Case{kPod + "crio-ID.scope", in(ContainerRuntime::kCriO, unit("crio-ID.scope"))},
        Case{kPod + "crio-conmon-ID.scope", unit("crio-conmon-ID.scope")},
        Case{kPod + "cri-containerd-ID.scope",
             in(ContainerRuntime::kContainerd, unit("cri-containerd-ID.scope"))},
        Case{"/system.slice/containerd.service/kubepods-pod1f.slice:cri-containerd:ID",
             in(ContainerRuntime::kContainerd, unit("containerd.service"))},
        Case{"/kubepods/burstable/pod1f-2e/ID", in(ContainerRuntime::kKubernetes)},
        Case{"/ecs/0123abcd/ID", in(ContainerRuntime::kUnknown)},
        Case{"/lxc/web", in(ContainerRuntime::kLxc, {}, "web")},
        Case{"/lxc/web/system.slice/nginx.service", in(ContainerRuntime::kLxc, {}, "web")},
        Case{"/lxc.payload.web/init.scope", in(ContainerRuntime::kLxc, {}, "web")},
        Case{"/lxc.payload/web", in(ContainerRuntime::kLxc, {}, "web")}, Case{"/lxc.monitor.web", {}},
        Case{"/machine.slice/machine-web\\x2d1.scope/payload",
             in(ContainerRuntime::kMachined, unit("machine-web\\x2d1.scope"), "web-1")},
        Case{"/machine.slice/systemd-nspawn@web.service/payload/init.scope",
             in(ContainerRuntime::kMachined, unit("systemd-nspawn@web.service"), "web")},
        Case{"/system.slice/docker.service", unit("docker.service")}, Case{"/docker/0123456789abcdef", {}},
        Case{"/system.slice/docker-0123.scope", unit("docker-0123.scope")}));

}  // namespace
}  // namespace portreeve::sockets
