#include "core/network_namespace.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>

#include "core/system_root.h"
#include "core/text.h"

namespace portreeve::core {
namespace {

Error not_a_namespace(std::string_view name) {
  Error error = make_error("open the network namespace", name, "its file is not one of a network namespace");
  error.errno_value = EINVAL;
  return error;
}

}  // namespace

Result<NetworkNamespace> NetworkNamespace::open(std::string_view text) {
  if (text.empty() || text.find('/') != std::string_view::npos || text == "." || text == "..") {
    return failure(parse_error("the network namespace", text, "not the name of a namespace or a pid",
                               "`ip netns list` shows the names"));
  }
  Result<NetworkNamespace> opened = open_file(fmt::format("/run/netns/{}", text), text);
  const bool could_be_pid =
      std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
  if (!opened && could_be_pid) opened = open_file(fmt::format("/proc/{}/ns/net", text), text);
  if (!opened && opened.error().errno_value == ENOENT)
    opened.error().advice = "`ip netns list` shows the names; a pid works as well";
  return opened;
}

Result<NetworkNamespace> NetworkNamespace::open_file(std::string_view path, std::string_view name) {
  const auto cannot = [&](int errno_value) {
    return failure(system_error("open the network namespace", name, errno_value));
  };
  const SystemRoot root;
  // To open a device may start something. What is there is looked at before it is opened.
  const Result<FileDescriptor> place = root.open(path, O_PATH);
  if (!place) return cannot(place.error().errno_value);
  struct statfs file_system{};
  if (::fstatfs(place->get(), &file_system) != 0) return cannot(errno);
  if (file_system.f_type != NSFS_MAGIC) return failure(not_a_namespace(name));
  Result<FileDescriptor> descriptor = root.open(fmt::format("/proc/self/fd/{}", place->get()));
  if (!descriptor) return cannot(descriptor.error().errno_value);
  struct stat status{};
  const bool is_of_network = ::ioctl(descriptor->get(), NS_GET_NSTYPE) == CLONE_NEWNET;  // ioctl_ns(2)
  if (!is_of_network) return failure(not_a_namespace(name));
  if (::fstat(descriptor->get(), &status) != 0) return cannot(errno);
  return NetworkNamespace(name, std::move(*descriptor), {status.st_dev, status.st_ino});
}

Status NetworkNamespace::run(const std::function<void()>& work) const {
  int enter_errno = 0;
  try {
    std::thread([&] {
      if (::setns(descriptor_.get(), CLONE_NEWNET) != 0) {
        enter_errno = errno;
        return;
      }
      work();
    }).join();
  } catch (const std::system_error& error) {
    enter_errno = error.code().value();  // no more threads may be started (RLIMIT_NPROC)
  }
  if (enter_errno != 0) return failure(system_error("enter the network namespace", name_, enter_errno));
  return {};
}

}  // namespace portreeve::core
