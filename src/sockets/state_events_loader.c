#define _GNU_SOURCE  // syscall(2), which the skeleton uses

#include "sockets/state_events_loader.h"

#include <errno.h>
#include <fcntl.h>

#include "state_events.lskel.h"

// The skeleton closes its own when it is destroyed.
static int keep(int descriptor) {
  const int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? -errno : copy;
}

int portreeve_open_state_events(unsigned int network_namespace, struct PortreeveStateEvents* events) {
  struct state_events_bpf* const skeleton = state_events_bpf__open();
  if (!skeleton) return -ENOMEM;
  skeleton->rodata->network_namespace = network_namespace;
  int outcome = state_events_bpf__load(skeleton);
  if (outcome >= 0) {
    errno = 0;
    outcome = state_events_bpf__attach(skeleton);
    if (outcome < 0 && errno != 0) outcome = -errno;
  }
  if (outcome >= 0) {
    events->link = keep(skeleton->links.note_change_fd);
    events->ring = events->link < 0 ? events->link : keep(skeleton->maps.changes.map_fd);
    outcome = events->ring < 0 ? events->ring : 0;
    if (events->link >= 0 && events->ring < 0) close(events->link);
  }
  state_events_bpf__destroy(skeleton);
  return outcome;
}
