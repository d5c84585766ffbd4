#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace portreeve::core {

/// A network namespace (network_namespaces(7)) held open, to do something inside of it.
class NetworkNamespace {
 public:
  /// Opens the namespace that `text` names: one made by `ip netns add NAME` (/run/netns/NAME), or a decimal
  /// PID for that process's own. A name wins over a pid.
  [[nodiscard]] static Result<NetworkNamespace> open(std::string_view text);

  /// Calls `work` in a thread that has entered this namespace and returns when it is done; the caller's own
  /// namespace never changes. Sockets that `work` opens stay in the namespace, wherever they are used later.
  /// Entering needs CAP_SYS_ADMIN (setns(2)). `work` must not throw.
  [[nodiscard]] Status run(const std::function<void()>& work) const;

 private:
  NetworkNamespace(std::string name, FileDescriptor descriptor)
      : name_(std::move(name)), descriptor_(std::move(descriptor)) {}

  std::string name_;
  FileDescriptor descriptor_;
};

}  // namespace portreeve::core
