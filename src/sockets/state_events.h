#pragma once

#include "core/file_descriptor.h"
#include "core/memory_mapping.h"
#include "core/result.h"

namespace portreeve::sockets {

/// The kernel's news that TCP, SCTP or MPTCP sockets change their state in the network namespace of the
/// thread that opened this: one begins to listen, connects, is closed. It says that something happened and
/// not what. Opening it takes CAP_BPF and CAP_PERFMON (capabilities(7)) and some milliseconds.
class StateEvents {
 public:
  [[nodiscard]] static core::Result<StateEvents> open();

  /// Readable when there is news (poll(2)).
  [[nodiscard]] int descriptor() const { return ring_.get(); }

  /// Takes note of all that there is.
  void clear();

 private:
  StateEvents(core::FileDescriptor link, core::FileDescriptor ring, core::MemoryMapping consumer,
              core::MemoryMapping producer);

  core::FileDescriptor link_;
  core::FileDescriptor ring_;
  core::MemoryMapping consumer_;  ///< a page that begins with how far the reader is
  core::MemoryMapping producer_;  ///< one that begins with how far the writer is
};

}  // namespace portreeve::sockets
