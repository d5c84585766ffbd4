// Runs in the kernel whenever a TCP, SCTP or MPTCP socket changes its state (the tracepoint
// sock:inet_sock_set_state, include/trace/events/sock.h, Linux 4.16), and puts a byte into a ring for each
// change in one network namespace. What changed is found out by a listing; the ring only wakes who waits.

// clang-format off: the headers of BPF programs need the types of the first, and include nothing themselves
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
// clang-format on

// Of the kernel's own types, no more than is read here (CO-RE: offsets are filled in when it is loaded).
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
  unsigned int inum;
};

struct net {
  struct ns_common ns;
};

typedef struct {
  struct net* net;
} possible_net_t;

struct sock_common {
  possible_net_t skc_net;
};

struct sock {
  struct sock_common __sk_common;
};

#pragma clang attribute pop

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} changes SEC(".maps");

/// The network namespace whose sockets count, by its inode number; set before the program is loaded.
const volatile unsigned int network_namespace = 0;

SEC("tp_btf/inet_sock_set_state")
int note_change(const unsigned long long* arguments) {
  const struct sock* const socket = (const struct sock*)arguments[0];
  if (socket->__sk_common.skc_net.net->ns.inum != network_namespace) return 0;
  // A full ring has woken the reader already.
  const char change = 1;
  bpf_ringbuf_output(&changes, (void*)&change, sizeof change, 0);
  return 0;
}

// The kernel lends its functions to programs under a licence that is compatible with its own alone.
char LICENSE[] SEC("license") = "Dual MIT/GPL";
