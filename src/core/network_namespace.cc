#include "core/network_namespace.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "core/system_root.h"
#include "core/text.h"

namespace portreeve::core {

Result<NetworkNamespace> NetworkNamespace::open(std::string_view text) {
  if (text.empty() || text.find('/') != std::string_view::npos || text == "." || text == "..") {
    return failure(parse_error("the network namespace", text, "not the name of a namespace or a pid",
                               "`ip netns list` shows the names"));
  }
  const SystemRoot root;
  Result<FileDescriptor> descriptor = root.open(fmt::format("/run/netns/{}", text));
  const bool could_be_pid =
      std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
  if (!descriptor && could_be_pid) descriptor = root.open(fmt::format("/proc/{}/ns/net", text));
  if (!descriptor) {
    Error error = descriptor.error();
    error.attempted = "open the network namespace";
    error.subject = text;
    if (error.errno_value == ENOENT) error.advice = "`ip netns list` shows the names; a pid works as well";
    return failure(std::move(error));
  }
  return NetworkNamespace(std::string(text), std::move(*descriptor));
}

Status NetworkNamespace::run(const std::function<void()>& work) const {
  int enter_errno = 0;
  std::thread([&] {
    if (::setns(descriptor_.get(), CLONE_NEWNET) != 0) {
      enter_errno = errno;
      return;
    }
    work();
  }).join();
  if (enter_errno != 0) return failure(system_error("enter the network namespace", name_, enter_errno));
  return {};
}

}  // namespace portreeve::core
