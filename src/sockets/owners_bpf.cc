#include "sockets/owners_bpf.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/file_descriptor.h"
#include "core/text.h"
#include "sockets/owner_record.h"
#include "sockets/owners_bpf_loader.h"

namespace portreeve::sockets {
namespace {

// One read(2) of the iterator hands out up to 32 KiB (kernel/bpf/bpf_iter.c).
constexpr std::size_t kRecordsInARead = 32768 / sizeof(PortreeveOwnerRecord);

constexpr std::int64_t kNanosecondsInASecond = 1'000'000'000;

// What this process's clock of the time since boot is ahead of the kernel's own (time_namespaces(7)): /proc
// shows start times with it, the kernel's records are without.
std::int64_t boot_time_offset() {
  const core::SystemRoot root;
  const std::string offsets = root.read("/proc/self/timens_offsets").value_or("");
  for (const std::string_view line : core::split(offsets, '\n')) {
    const auto words = core::split_words(line);
    if (words.size() != 3 || words[0] != "boottime") continue;
    const auto seconds = core::parse_number<std::int64_t>("the offset", words[1]);
    const auto nanoseconds = core::parse_number<std::int64_t>("the offset", words[2]);
    if (seconds && nanoseconds) return *seconds * kNanosecondsInASecond + *nanoseconds;
  }
  return 0;
}

/// Puts the kernel's records together by process.
class Collector {
 public:
  explicit Collector(const OwnerSearch& search)
      : search_(search), offset_(boot_time_offset()), ticks_in_a_second_(::sysconf(_SC_CLK_TCK)) {}

  void add(const PortreeveOwnerRecord& record) {
    if (record.process == 0) return;  // it has just ended
    if (record.kind != kPortreeveSocket) {
      add_namespace(record);
      return;
    }
    if (search_.inodes && !search_.inodes->contains(record.inode)) return;
    found_.held.push_back({record.inode, holder_of(record), static_cast<std::int32_t>(record.descriptor)});
  }

  [[nodiscard]] OwnerRecords take() { return std::move(found_); }

 private:
  static pid_t thread_of(const PortreeveOwnerRecord& record) {
    return record.thread == record.process ? 0 : static_cast<pid_t>(record.thread);
  }

  void add_namespace(const PortreeveOwnerRecord& record) {
    found_.namespaces.push_back({record.inode, static_cast<pid_t>(record.process), thread_of(record),
                                 static_cast<std::int32_t>(record.descriptor)});
  }

  // A table's records come one after the other, so mostly it is the same holder again.
  std::uint32_t holder_of(const PortreeveOwnerRecord& record) {
    if (found_.holders.empty() || record.thread != last_.thread || record.process != last_.process ||
        record.process_start_ns != last_.process_start_ns) {
      found_.holders.push_back({process_of(record), thread_of(record)});
      last_ = record;
    }
    return static_cast<std::uint32_t>(found_.holders.size() - 1);
  }

  // A pid may be given to another process while the kernel goes through them.
  std::uint32_t process_of(const PortreeveOwnerRecord& record) {
    const auto [entry, is_new] =
        processes_.try_emplace(record.process, Seen{record.process_start_ns, next_process()});
    if (!is_new && entry->second.start_ns == record.process_start_ns) return entry->second.index;
    entry->second = {record.process_start_ns, next_process()};
    core::ProcessRef process;
    process.pid = static_cast<pid_t>(record.process);
    process.start_time = ticks(record.process_start_ns);
    process.name.assign(record.name, ::strnlen(record.name, sizeof record.name));
    found_.processes.push_back(std::move(process));
    return entry->second.index;
  }

  [[nodiscard]] std::uint32_t next_process() const {
    return static_cast<std::uint32_t>(found_.processes.size());
  }

  // As /proc/PID/stat has it (fs/proc/array.c).
  [[nodiscard]] std::uint64_t ticks(std::uint64_t start_ns) const {
    const std::int64_t shown = static_cast<std::int64_t>(start_ns) + offset_;
    return static_cast<std::uint64_t>(shown / (kNanosecondsInASecond / ticks_in_a_second_));
  }

  struct Seen {
    std::uint64_t start_ns;
    std::uint32_t index;
  };

  const OwnerSearch& search_;
  std::int64_t offset_;
  std::int64_t ticks_in_a_second_;
  OwnerRecords found_;
  std::unordered_map<std::uint32_t, Seen> processes_;
  PortreeveOwnerRecord last_{};
};

core::Error cannot(int errno_value) {
  return core::system_error("list", "the descriptors of processes by a program in the kernel", errno_value);
}

}  // namespace

core::Result<OwnerRecords> ask_kernel_for_owners(const OwnerSearch& search) {
  const int opened = portreeve_open_socket_iterator();
  if (opened < 0) return core::failure(cannot(-opened));
  const core::FileDescriptor iterator(opened);

  Collector collector(search);
  std::vector<PortreeveOwnerRecord> records(kRecordsInARead);
  while (true) {
    const ssize_t size = ::read(iterator.get(), records.data(), records.size() * sizeof records.front());
    // EAGAIN comes after a million files none of which is a socket; the next call goes on from there.
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size < 0) return core::failure(cannot(errno));
    if (size == 0) break;
    const auto count = static_cast<std::size_t>(size) / sizeof records.front();
    for (const PortreeveOwnerRecord& record : std::span(records).first(count))
      collector.add(record);
  }
  return collector.take();
}

}  // namespace portreeve::sockets
