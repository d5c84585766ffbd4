#pragma once

#include <csetjmp>

#include "libwrap/tcpd.h"

/// What is exported and tcpd.h does not declare.
///
/// A program may read and write the exported variables at any time, and so the library does it by atomic
/// accesses (load() and store() below): two threads that decide at once do no harm.
extern "C" {
/// Where process_options() and tcpd_jump() jump to.
extern jmp_buf tcpd_buf;
/// Refuses source-routed IPv4 connections and clears other IP options (tcpd(8)).
void fix_options(request_info* request);
}

namespace portreeve::libwrap {

/// Reads an exported variable that other threads may be writing.
[[nodiscard]] inline int load(const int& variable) {
  return __atomic_load_n(&variable, __ATOMIC_RELAXED);
}
[[nodiscard]] inline char* load(char* const& variable) {
  return __atomic_load_n(&variable, __ATOMIC_RELAXED);
}
/// Writes one.
inline void store(int& variable, int value) {
  __atomic_store_n(&variable, value, __ATOMIC_RELAXED);
}

}  // namespace portreeve::libwrap
