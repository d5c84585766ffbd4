// Asks a libwrap.so.0 for decisions and prints what they cost, a line "NAME NUMBER" for each figure.
//
//   hosts_access_driver nothing                                                exits at once
//   hosts_access_driver once     LIBRARY ALLOW DENY ADDRESS NAME    decision   nanoseconds of the first
//   decision hosts_access_driver resident LIBRARY ALLOW DENY ADDRESS NAME    decision   nanoseconds of each
//   of many hosts_access_driver memory   LIBRARY ALLOW DENY ADDRESS NAME    heap, resident, peak   bytes that
//   the tables take
//
// LIBRARY is a file for dlopen(3), ALLOW and DENY are the two tables, and the client is given by its address
// and its name, so that nothing is looked up. The daemon is "sshd", the client has to be refused, and a
// library that lets it in did not read the tables: that is exit status 1. The program itself uses libc alone,
// as the daemons of old do.

#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "libwrap/tcpd.h"

namespace {

// How long a resident process decides, and how many decisions it makes between looks at the clock.
constexpr std::int64_t kMeasuredNanoseconds = 50'000'000;
constexpr std::int64_t kMostBetweenLooks = 4096;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "hosts_access_driver: %s\n", what);
  std::exit(2);
}

// The processor time of this process, in the kernel and outside, in nanoseconds: who else runs does not
// count.
std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// The functions and variables of a library.
class Library {
 public:
  explicit Library(const char* path) : handle_(dlopen(path, RTLD_NOW)) {
    if (handle_ == nullptr) fail(dlerror());
    initialise_ = reinterpret_cast<decltype(initialise_)>(find("request_init"));
    decide_ = reinterpret_cast<decltype(decide_)>(find("hosts_access"));
    allow_ = static_cast<char**>(find("hosts_allow_table"));
    deny_ = static_cast<char**>(find("hosts_deny_table"));
  }

  void use_tables(char* allow, char* deny) const {
    *allow_ = allow;
    *deny_ = deny;
  }
  void describe(request_info& request, char* address, char* name) const {
    initialise_(&request, RQ_DAEMON, "sshd", RQ_CLIENT_ADDR, address, RQ_CLIENT_NAME, name, 0);
  }
  bool grants(request_info& request) const { return decide_(&request) != 0; }

 private:
  [[nodiscard]] void* find(const char* name) const {
    void* const found = dlsym(handle_, name);
    if (found == nullptr) fail(dlerror());
    return found;
  }

  void* handle_;  // stays loaded until the process ends
  request_info* (*initialise_)(request_info*, ...) = nullptr;
  int (*decide_)(request_info*) = nullptr;
  char** allow_ = nullptr;
  char** deny_ = nullptr;
};

void refuse_or_exit(const Library& library, request_info& request) {
  if (!library.grants(request)) return;
  std::fputs("hosts_access_driver: the client was let in\n", stderr);
  std::exit(1);
}

void decide_once(const Library& library, request_info& request) {
  const std::int64_t start = now();
  refuse_or_exit(library, request);
  std::printf("decision %lld\n", static_cast<long long>(now() - start));
}

void decide_often(const Library& library, request_info& request) {
  // What is read or built once is there from the third decision on.
  for (int i = 0; i < 3; ++i)
    refuse_or_exit(library, request);
  const std::int64_t start = now();
  std::int64_t elapsed = 0;
  std::int64_t decisions = 0;
  for (std::int64_t batch = 1; elapsed < kMeasuredNanoseconds;) {
    for (std::int64_t i = 0; i < batch; ++i)
      refuse_or_exit(library, request);
    decisions += batch;
    elapsed = now() - start;
    // A look at the clock costs as much as a fast decision. Slow ones need one after each.
    if (elapsed < kMeasuredNanoseconds / 16 && batch < kMostBetweenLooks) batch *= 2;
  }
  std::printf("decision %.1f\n", static_cast<double>(elapsed) / static_cast<double>(decisions));
}

/// What a process takes of memory, in bytes.
struct Memory {
  long long heap = 0;      // what malloc(3) has handed out
  long long resident = 0;  // all pages that are its own
  long long peak = 0;      // the most that was resident since forget_peak()
};

// The number of kilobytes in a line "KEY:   NUMBER kB" of a file in /proc/self, as bytes. (The descriptor
// lasts as long as this process, which is about to end.)
long long kilobytes(const char* file, const char* key) {
  char text[8192];
  const int descriptor = open(file, O_RDONLY | O_CLOEXEC);
  const ssize_t length = descriptor < 0 ? -1 : read(descriptor, text, sizeof text - 1);
  if (length < 0) fail(file);
  text[length] = '\0';
  const char* const found = std::strstr(text, key);
  if (found == nullptr) fail(key);
  return std::atoll(found + std::strlen(key)) * 1024;
}

Memory memory() {
  const struct mallinfo2 heap = mallinfo2();
  return {static_cast<long long>(heap.uordblks + heap.hblkhd),
          kilobytes("/proc/self/smaps_rollup", "\nAnonymous:"), kilobytes("/proc/self/status", "\nVmHWM:")};
}

// Lets the most that was ever resident begin anew (proc(5), clear_refs).
void forget_peak() {
  const int descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  if (descriptor < 0 || write(descriptor, "5", 1) != 1) fail("/proc/self/clear_refs");
}

void take_memory(const Library& library, request_info& request, char* allow, char* deny) {
  // The same decisions without rules come first: what the library needs for itself is not counted.
  char none[] = "/dev/null";
  library.use_tables(none, none);
  for (int i = 0; i < 3; ++i) {
    if (!library.grants(request)) fail("tables without rules refuse");
  }
  forget_peak();
  const Memory before = memory();
  library.use_tables(allow, deny);
  for (int i = 0; i < 3; ++i)
    refuse_or_exit(library, request);
  const Memory after = memory();
  std::printf("heap %lld\nresident %lld\npeak %lld\n", after.heap - before.heap,
              after.resident - before.resident, after.peak - before.peak);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "nothing") == 0) return 0;
  if (argc != 7) fail("usage: hosts_access_driver once|resident|memory LIBRARY ALLOW DENY ADDRESS NAME");
  const Library library(argv[2]);
  request_info request;
  library.describe(request, argv[5], argv[6]);
  library.use_tables(argv[3], argv[4]);
  if (std::strcmp(argv[1], "once") == 0) {
    decide_once(library, request);
  } else if (std::strcmp(argv[1], "resident") == 0) {
    decide_often(library, request);
  } else if (std::strcmp(argv[1], "memory") == 0) {
    take_memory(library, request, argv[3], argv[4]);
  } else {
    fail("the first argument is once, resident or memory");
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
