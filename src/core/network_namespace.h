#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/file_descriptor.h"
#include "core/result.h"

namespace portreeve::core {

/// What tells one namespace from every other while it is there: device and inode number of its file
/// (namespaces(7)).
struct NamespaceId {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  auto operator<=>(const NamespaceId&) const = default;
};

/// A network namespace (network_namespaces(7)) held open, to do something inside of it.
class NetworkNamespace {
 public:
  /// Opens the namespace that `text` names: one made by `ip netns add NAME` (/run/netns/NAME), or a decimal
  /// PID for that process's own. A name wins over a pid.
  [[nodiscard]] static Result<NetworkNamespace> open(std::string_view text);

  /// Opens the namespace that a file stands for, as /proc/PID/ns/net does or the place that it is mounted at.
  /// Errors call it `name`. A file of anything else is an error with errno EINVAL.
  [[nodiscard]] static Result<NetworkNamespace> open_file(std::string_view path, std::string_view name);

  [[nodiscard]] NamespaceId id() const { return id_; }
  /// By which the kernel can be told of it (setns(2), rtnetlink(7)); valid as long as this is.
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }

  /// Calls `work` in a thread that has entered this namespace and returns when it is done; the caller's own
  /// namespace never changes. Sockets that `work` opens stay in the namespace, wherever they are used later.
  /// Entering needs CAP_SYS_ADMIN (setns(2)). `work` must not throw.
  [[nodiscard]] Status run(const std::function<void()>& work) const;

 private:
  NetworkNamespace(std::string_view name, FileDescriptor descriptor, NamespaceId id)
      : name_(name), descriptor_(std::move(descriptor)), id_(id) {}

  std::string name_;
  FileDescriptor descriptor_;
  NamespaceId id_;
};

}  // namespace portreeve::core
