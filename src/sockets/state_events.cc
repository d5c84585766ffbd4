#include "sockets/state_events.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

#include "sockets/state_events_loader.h"

namespace portreeve::sockets {

StateEvents::StateEvents(core::FileDescriptor link, core::FileDescriptor ring, core::MemoryMapping consumer,
                         core::MemoryMapping producer)
    : link_(std::move(link)),
      ring_(std::move(ring)),
      consumer_(std::move(consumer)),
      producer_(std::move(producer)) {}

core::Result<StateEvents> StateEvents::open() {
  constexpr std::string_view kAttempt = "listen to";
  constexpr std::string_view kSubject = "the kernel's news of sockets that change";
  struct ::stat network_namespace{};
  if (::stat("/proc/thread-self/ns/net", &network_namespace) != 0)
    return core::failure(core::system_error(kAttempt, kSubject, errno));
  PortreeveStateEvents events{};
  const int outcome = portreeve_open_state_events(static_cast<unsigned>(network_namespace.st_ino), &events);
  if (outcome < 0) return core::failure(core::system_error(kAttempt, kSubject, -outcome));
  core::FileDescriptor link(events.link);
  core::FileDescriptor ring(events.ring);

  // The layout of a ring buffer: a page for the reader's position, one for the writer's, then the records
  // (kernel/bpf/ringbuf.c).
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  auto consumer = core::MemoryMapping::map(ring.get(), 0, page, PROT_READ | PROT_WRITE);
  if (!consumer) return core::failure(consumer.error());
  auto producer = core::MemoryMapping::map(ring.get(), static_cast<off_t>(page), page, PROT_READ);
  if (!producer) return core::failure(producer.error());
  return StateEvents(std::move(link), std::move(ring), *std::move(consumer), *std::move(producer));
}

void StateEvents::clear() {
  const std::atomic_ref writer(*static_cast<unsigned long*>(producer_.address()));
  const std::atomic_ref reader(*static_cast<unsigned long*>(consumer_.address()));
  reader.store(writer.load(std::memory_order_acquire), std::memory_order_release);
}

}  // namespace portreeve::sockets
