#pragma once

// Loads the program in the kernel (owners.bpf.c). This one file is C, as is the skeleton that it includes:
// bpftool(8) makes it of the compiled program at build time, with all that is needed to load it. No library
// is needed at run time.

#ifdef __cplusplus
extern "C" {
#endif

/// Loads the program and opens the file that it writes its records to when that is read (owner_record.h).
/// Returns a descriptor, which the caller closes and with which the program goes away, or a negative errno:
/// -EPERM without CAP_BPF and CAP_PERFMON (capabilities(7)), others where the kernel knows no such programs
/// or has no description of its own types (CONFIG_DEBUG_INFO_BTF). Linux 5.17 and later can do it.
int portreeve_open_socket_iterator(void);

#ifdef __cplusplus
}
#endif
