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

// The slot of this process. Two threads that make one at once agree on one; no lock is held meanwhile, which
// a fork would leave held in the child for ever.
Slot* slot_of_process() {
  static std::atomic<Slot*> shared{nullptr};
  Slot* slot = shared.load(std::memory_order_acquire);
  if (slot != nullptr) return slot;
  Slot* const made = make_slot();
  if (made == nullptr || shared.compare_exchange_strong(slot, made, std::memory_order_acq_rel)) return made;
  munmap(made, sizeof(Slot));
  return slot;
}

}  // namespace

pid_t process_id() {
  // The page costs more than a process that asks once has to gain from it.
  static std::atomic<bool> has_been_asked{false};
  if (!has_been_asked.load(std::memory_order_relaxed)) {
    has_been_asked.store(true, std::memory_order_relaxed);
    return getpid();
  }
  Slot* const slot = slot_of_process();
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
