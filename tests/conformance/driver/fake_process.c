// What the library does to its process: log lines, delays and ids, noted and (but for the log) not done.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>
#include <unistd.h>

#include "observe.h"
#include "operations.h"

static int real_ids;

int set_up_process(const struct Line* line) {
  if (strcmp(line->words[0], "real_ids") == 0) {
    real_ids = 1;
  } else if (strcmp(line->words[0], "chroot") == 0 && line->count == 2) {
    if (chroot(line->words[1]) != 0 || chdir("/") != 0) observe("driver: cannot chroot");
  } else {
    return 0;
  }
  return 1;
}

// The log. Every way that leads from a call in C or C++ to it, with and without _FORTIFY_SOURCE.

void vsyslog(int priority, const char* format, va_list arguments) {
  static char text[1 << 16];
  vsnprintf(text, sizeof text, format, arguments);
  observe("syslog %d %s", priority, quoted_string(text));
}

void syslog(int priority, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

void __vsyslog_chk(int priority, int flag, const char* format, va_list arguments);
void __syslog_chk(int priority, int flag, const char* format, ...);

void __vsyslog_chk(int priority, int flag, const char* format, va_list arguments) {
  (void)flag;
  vsyslog(priority, format, arguments);
}

void __syslog_chk(int priority, int flag, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

void openlog(const char* name, int option, int facility) {
  observe("openlog %s %d %d", quoted_string(name), option, facility);
}

// Time and identity. A process number that never changes makes %p and what is logged comparable.

unsigned sleep(unsigned seconds) {
  observe("sleep %u", seconds);
  return 0;
}

pid_t getpid(void) {
  return 4242;
}

#define DO_OR_PRETEND(name, type, ...)                        \
  if (!real_ids) return 0;                                    \
  static type* real;                                          \
  if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, #name); \
  return real(__VA_ARGS__)

typedef int OneId(unsigned);
typedef int TwoIds(unsigned, unsigned);
typedef int ThreeIds(unsigned, unsigned, unsigned);
typedef int InitGroups(const char*, gid_t);
typedef int SetGroups(size_t, const gid_t*);

int setuid(uid_t id) {
  observe("ids setuid %u", id);
  DO_OR_PRETEND(setuid, OneId, id);
}

int setgid(gid_t id) {
  observe("ids setgid %u", id);
  DO_OR_PRETEND(setgid, OneId, id);
}

int seteuid(uid_t id) {
  observe("ids seteuid %u", id);
  DO_OR_PRETEND(seteuid, OneId, id);
}

int setegid(gid_t id) {
  observe("ids setegid %u", id);
  DO_OR_PRETEND(setegid, OneId, id);
}

int setreuid(uid_t id, uid_t effective) {
  observe("ids setreuid %u %u", id, effective);
  DO_OR_PRETEND(setreuid, TwoIds, id, effective);
}

int setregid(gid_t id, gid_t effective) {
  observe("ids setregid %u %u", id, effective);
  DO_OR_PRETEND(setregid, TwoIds, id, effective);
}

int setresuid(uid_t id, uid_t effective, uid_t saved) {
  observe("ids setresuid %u %u %u", id, effective, saved);
  DO_OR_PRETEND(setresuid, ThreeIds, id, effective, saved);
}

int setresgid(gid_t id, gid_t effective, gid_t saved) {
  observe("ids setresgid %u %u %u", id, effective, saved);
  DO_OR_PRETEND(setresgid, ThreeIds, id, effective, saved);
}

int initgroups(const char* user, gid_t group) {
  observe("ids initgroups %s %u", quoted_string(user), group);
  DO_OR_PRETEND(initgroups, InitGroups, user, group);
}

int setgroups(size_t count, const gid_t* groups) {
  observe("ids setgroups %zu", count);
  DO_OR_PRETEND(setgroups, SetGroups, count, groups);
}
