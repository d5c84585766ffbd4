#pragma once

#include <functional>

#include "core/file_descriptor.h"
#include "core/result.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// The kernel's news of TCP, UDP and UDP-Lite sockets that are destroyed in the network namespace of the
/// thread that opened this (SKNLGRP_INET_TCP_DESTROY and its kin, include/uapi/linux/sock_diag.h).
class DestroyEvents {
 public:
  [[nodiscard]] static core::Result<DestroyEvents> open();

  /// Readable when there is news (poll(2)).
  [[nodiscard]] int descriptor() const { return socket_.get(); }

  /// Passes on all that have come, without waiting: protocol, family, endpoints, device number and cookie.
  /// Their state is kClose, their inode and user are not told. False if some were lost because they were not
  /// read in time.
  [[nodiscard]] bool read(const std::function<void(const Socket&)>& visit);

 private:
  explicit DestroyEvents(core::FileDescriptor socket) : socket_(std::move(socket)) {}

  core::FileDescriptor socket_;
};

}  // namespace portreeve::sockets
