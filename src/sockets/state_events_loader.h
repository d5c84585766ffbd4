#pragma once

// Loads the program in the kernel (state_events.bpf.c). C, as is the skeleton that it includes.

#ifdef __cplusplus
extern "C" {
#endif

/// The program at work. The caller closes both, and with them it goes away.
struct PortreeveStateEvents {
  int link;  ///< what keeps the program running
  int ring;  ///< the ring buffer that it writes to, readable when a socket has changed
};

/// Loads the program for the network namespace with this inode number. Returns 0 or a negative errno: -EPERM
/// without CAP_BPF and CAP_PERFMON (capabilities(7)), others where the kernel knows no such programs.
int portreeve_open_state_events(unsigned int network_namespace, struct PortreeveStateEvents* events);

#ifdef __cplusplus
}
#endif
