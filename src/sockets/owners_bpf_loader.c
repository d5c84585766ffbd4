#define _GNU_SOURCE  // syscall(2), which the skeleton uses

#include "sockets/owners_bpf_loader.h"

#include <errno.h>
#include <string.h>

#include "owners.lskel.h"

// Opens a file that runs the linked program once over. It keeps what it needs of program and link.
static int open_iterator(int link) {
  union bpf_attr request;
  memset(&request, 0, sizeof request);
  request.iter_create.link_fd = (__u32)link;
  const int descriptor = skel_sys_bpf(BPF_ITER_CREATE, &request, sizeof request.iter_create);
  return descriptor < 0 ? -errno : descriptor;
}

int portreeve_open_socket_iterator(void) {
  struct owners_bpf* const skeleton = owners_bpf__open();
  if (!skeleton) return -ENOMEM;
  int outcome = owners_bpf__load(skeleton);
  if (outcome >= 0) {
    errno = 0;
    outcome = owners_bpf__attach(skeleton);
    if (outcome < 0 && errno != 0) outcome = -errno;
  }
  if (outcome >= 0) outcome = open_iterator(skeleton->links.list_sockets_fd);
  owners_bpf__destroy(skeleton);
  return outcome;
}
