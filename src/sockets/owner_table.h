#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/process_ref.h"
#include "core/system_root.h"
#include "sockets/socket.h"

namespace portreeve::sockets {

/// How much is wanted of a process that holds a socket. What is left out spares several files a process.
enum class OwnerDetail : std::uint8_t {
  kName,  ///< its pid and name
  kAll,   ///< all of its core::ProcessRef
};

/// Who holds which sockets, as a search found it and before it is put in order.
struct OwnerRecords {
  /// A process, or one of its threads that has a descriptor table of its own.
  struct Holder {
    std::uint32_t process = 0;  ///< index in `processes`
    pid_t thread = 0;           ///< 0 for the table that the process's main thread has
  };
  /// One descriptor.
  struct Held {
    std::uint64_t inode = 0;   ///< of the socket
    std::uint32_t holder = 0;  ///< index in `holders`
    std::int32_t descriptor = 0;
  };
  /// A descriptor that is no socket but keeps a namespace: one of the network, or perhaps of another kind.
  struct HeldNamespace {
    std::uint64_t inode = 0;  ///< of the namespace
    pid_t pid = 0;
    pid_t thread = 0;  ///< as of a Holder
    std::int32_t descriptor = 0;
  };

  std::vector<core::ProcessRef> processes;
  std::vector<Holder> holders;
  std::vector<Held> held;
  std::vector<HeldNamespace> namespaces;
  std::size_t forbidden_processes = 0;  ///< that could not be looked into

  /// Adds those of another search, of processes that this one did not look into.
  void append(OwnerRecords&& other);
};

/// The holders of sockets, by inode: 16 bytes a descriptor, and each process once. Used by one thread at a
/// time.
class OwnerTable {
 public:
  OwnerTable() = default;

  /// Of a process's details beyond pid and name, none is there until find() reads it, if `detail` asks for
  /// it. `hidden` is why some holders may not have been seen.
  OwnerTable(const core::SystemRoot& root, OwnerDetail detail, OwnerRecords records,
             std::optional<core::Error> hidden);

  /// Those who hold a socket, sorted by pid and descriptor. A descriptor that several threads of a process
  /// have in tables of their own is there once: the main thread's if it is among them, else that of the
  /// thread with the lowest number.
  ///
  /// The details of a process are read when it is first met. One that has ended by then has its pid and name
  /// alone: never what belongs to another process that has its pid by now.
  [[nodiscard]] std::vector<Owner> find(std::uint64_t inode);

  /// The number of descriptors that are sockets.
  [[nodiscard]] std::size_t size() const { return held_.size(); }

  /// The descriptors by which processes keep namespaces, met on the way.
  [[nodiscard]] const std::vector<OwnerRecords::HeldNamespace>& namespaces() const { return namespaces_; }

  /// Why holders may be missing; nothing if every process could be looked into.
  [[nodiscard]] const std::optional<core::Error>& hidden() const { return hidden_; }

 private:
  struct Process {
    core::ProcessRef reference;
    bool is_complete = false;
  };

  [[nodiscard]] const core::ProcessRef& process(std::uint32_t index);

  core::SystemRoot root_;
  std::vector<Process> processes_;
  std::vector<OwnerRecords::Holder> holders_;
  std::vector<OwnerRecords::Held> held_;  // sorted by inode
  std::vector<OwnerRecords::HeldNamespace> namespaces_;
  std::optional<core::Error> hidden_;
};

}  // namespace portreeve::sockets
