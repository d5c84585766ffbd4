// A daemon that tells when it was started, "started @NANOSECONDS" by CLOCK_MONOTONIC, and exits. It is linked
// statically, so that nothing but the kernel stands between its execution and the first look at the clock.

#include <cstdio>
#include <ctime>

int main() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  std::printf("started @%lld\n", time.tv_sec * 1'000'000'000LL + time.tv_nsec);
  return std::fflush(stdout) == 0 ? 0 : 1;
}
