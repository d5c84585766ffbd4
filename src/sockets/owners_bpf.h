#pragma once

#include "core/result.h"
#include "sockets/owners.h"

namespace portreeve::sockets {

/// Finds the holders of sockets by a program in the kernel that looks at every open file (owners.bpf.c): the
/// pids are those of the caller's pid namespace. The error has errno EPERM where that is not permitted
/// (CAP_BPF and CAP_PERFMON, capabilities(7)).
[[nodiscard]] core::Result<OwnerRecords> ask_kernel_for_owners(const OwnerSearch& search);

}  // namespace portreeve::sockets
