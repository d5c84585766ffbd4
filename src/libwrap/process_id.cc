#include "libwrap/process_id.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

namespace portreeve::libwrap {
namespace {

using Slot = std::atomic<pid_t>;

// Memory that the kernel clears in a child (madvise(2), MADV_WIPEONFORK); null where it cannot be had.
Slot* make_slot() {
  void* const page = mmap(nullptr, sizeof(Slot), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return nullptr;
  if (madvise(page, sizeof(Slot), MADV_WIPEONFORK) == 0) return static_cast<Slot*>(page);
  munmap(page, sizeof(Slot));
  return nullptr;
}

}  // namespace

pid_t process_id() {
  static Slot* const slot = make_slot();
  if (slot == nullptr) return getpid();
  // Zero bytes are an atomic that holds zero, which is no process's id.
  pid_t id = slot->load(std::memory_order_relaxed);
  if (id == 0) {
    id = getpid();
    slot->store(id, std::memory_order_relaxed);
  }
  return id;
}

}  // namespace portreeve::libwrap
