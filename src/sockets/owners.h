#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/owner_table.h"

namespace portreeve::sockets {

/// How the descriptors of processes are looked through.
enum class OwnerMethod : std::uint8_t {
  kAutomatic,  ///< the faster of the two that is permitted
  kBpf,        ///< by a program in the kernel (owners_bpf.h)
  kProc,       ///< by the links in /proc/PID/fd (owners_proc.h)
};

/// What is looked for, and how.
struct OwnerSearch {
  OwnerDetail detail = OwnerDetail::kAll;
  OwnerMethod method = OwnerMethod::kAutomatic;
  std::optional<std::unordered_set<std::uint64_t>> inodes = std::nullopt;  ///< of these sockets alone
};

/// Finds the processes that hold sockets, threads with descriptor tables of their own included. Nobody holds
/// a socket that is on its way in a message (unix(7), SCM_RIGHTS), that is the kernel's own, or that only
/// io_uring(7) knows; and processes outside of the caller's pid namespace are not seen.
///
/// Both methods give the same answer. The program in the kernel has a fixed cost of two milliseconds and
/// costs a tenth of the other for each descriptor, so a few processes are looked through by their links. A
/// capture has nothing but links.
///
/// What could not be looked through is in OwnerTable::hidden(); it is unseen only if nothing could, or if the
/// method that was asked for is not possible here.
[[nodiscard]] core::Observed<OwnerTable> find_owners(const core::SystemRoot& root,
                                                     const OwnerSearch& search = {});

}  // namespace portreeve::sockets
