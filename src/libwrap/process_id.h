#pragma once

#include <sys/types.h>

namespace portreeve::libwrap {

/// The id of this process, as getpid(2) gives it but without a system call each time. The child of a fork of
/// any kind, one that goes around the C library included, gets its own.
[[nodiscard]] pid_t process_id();

}  // namespace portreeve::libwrap
