#include "wrappers/quiet_file.h"

#include <ctime>
#include <thread>

namespace portreeve::wrappers {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds kPatience{250};

nanoseconds to_nanoseconds(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

nanoseconds now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return to_nanoseconds(time);
}

}  // namespace

nanoseconds time_until_whole(const FileText& file, nanoseconds began, nanoseconds ended) {
  const bool looks_whole = file.text.ends_with('\n');
  const nanoseconds wanted = looks_whole ? kQuiet : kQuietWhenHalfWritten;
  if (file.changed_while_reading) return wanted;
  const nanoseconds written = to_nanoseconds(file.status.st_mtim);
  if (written > ended || began - written >= wanted) return nanoseconds::zero();
  return written + wanted - began;
}

QuietFile read_quiet_file(const std::string& path) {
  const nanoseconds deadline = now(CLOCK_MONOTONIC) + kPatience;
  for (;;) {
    const nanoseconds began = now(CLOCK_REALTIME);
    FileText file = read_file(path);
    if (file.error_number != 0 || !S_ISREG(file.status.st_mode)) return {std::move(file), true};
    const nanoseconds wait = time_until_whole(file, began, now(CLOCK_REALTIME));
    if (wait == nanoseconds::zero()) return {std::move(file), true};
    if (now(CLOCK_MONOTONIC) + wait > deadline) return {std::move(file), false};
    std::this_thread::sleep_for(wait);
  }
}

}  // namespace portreeve::wrappers
