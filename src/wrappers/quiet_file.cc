#include "wrappers/quiet_file.h"

#include <ctime>
#include <thread>
#include <utility>

namespace portreeve::wrappers {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds kPatience{250};
// The clocks of two processors may differ a little.
constexpr std::chrono::seconds kClearlyInTheFuture{1};

nanoseconds to_nanoseconds(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

nanoseconds now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return to_nanoseconds(time);
}

// Whether two readings found the same. The text is compared as well: within a tick of the kernel's clock a
// file can change without its time showing it.
bool is_unchanged(const FileText& earlier, const FileText& later) {
  return !later.changed_while_reading && is_same_version(earlier.status, later.status) &&
         earlier.text == later.text;
}

}  // namespace

nanoseconds quiet_time(const FileText& file) {
  return file.text.ends_with('\n') ? kQuiet : kQuietWhenHalfWritten;
}

bool was_left_alone(const FileText& file, nanoseconds began, nanoseconds ended) {
  if (file.changed_while_reading) return false;
  const nanoseconds written = to_nanoseconds(file.status.st_mtim);
  return written - ended > kClearlyInTheFuture || began - written >= quiet_time(file) + kFileTimeLag;
}

QuietFile read_quiet_file(const std::string& path) {
  const nanoseconds deadline = now(CLOCK_MONOTONIC) + kPatience;
  FileText earlier;
  earlier.changed_while_reading = true;  // There is none yet.
  nanoseconds unchanged_since{0};
  for (;;) {
    const nanoseconds began_by_file_clock = now(CLOCK_REALTIME);
    const nanoseconds began = now(CLOCK_MONOTONIC);
    FileText file = read_file(path);
    if (file.error_number != 0 || !S_ISREG(file.status.st_mode)) return {std::move(file), true};
    if (was_left_alone(file, began_by_file_clock, now(CLOCK_REALTIME))) return {std::move(file), true};
    const nanoseconds wanted = quiet_time(file);
    const nanoseconds ended = now(CLOCK_MONOTONIC);
    if (earlier.changed_while_reading || !is_unchanged(earlier, file)) {
      unchanged_since = ended;
    } else if (began - unchanged_since >= wanted) {
      return {std::move(file), true};
    }
    const nanoseconds wait = unchanged_since + wanted - ended;
    if (ended + wait > deadline) return {std::move(file), false};
    earlier = std::move(file);
    std::this_thread::sleep_for(wait);
  }
}

}  // namespace portreeve::wrappers
