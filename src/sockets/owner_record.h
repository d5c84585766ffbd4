#pragma once

#include <linux/types.h>

// What the program in the kernel (owners.bpf.c) tells of one descriptor. It is read from the iterator's file,
// one record after the other. Plain C, since both sides include it.

/// What the descriptor is.
enum PortreeveOwnerKind {
  kPortreeveSocket,
  kPortreeveNamespace,  ///< of any kind (namespaces(7))
};

/// 48 bytes without gaps, in the byte order of the machine.
struct PortreeveOwnerRecord {
  __u64 inode;  ///< of the socket or namespace
  __u64
      process_start_ns;  ///< when its process started, in nanoseconds since boot, whatever the time namespace
  __u32 process;         ///< pid, as the reader's pid namespace numbers it
  __u32 thread;          ///< the thread whose descriptor table it is in: `process` for the main thread
  __u32 descriptor;
  char name[16];  ///< of the process (its main thread's), up to 15 bytes and NULs
  __u32 kind;     ///< enum PortreeveOwnerKind
};
