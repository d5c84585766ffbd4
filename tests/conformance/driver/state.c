// The state of the process that a call may leave changed, observed as the difference to what it was before.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"
#include "observe.h"
#include "operations.h"

enum { kFacts = 24, kFactSize = 128, kVariables = 128, kDescriptors = 32 };

struct Facts {
  int count;
  char names[kFacts][24];
  char values[kFacts][kFactSize];
};

static struct Facts before;
static char* variables[kVariables];
static int variable_count;

__attribute__((format(printf, 3, 4))) static void fact(struct Facts* facts, const char* name,
                                                       const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  snprintf(facts->names[facts->count], sizeof facts->names[0], "%s", name);
  vsnprintf(facts->values[facts->count++], kFactSize, format, arguments);
  va_end(arguments);
}

static void collect_signals(struct Facts* facts) {
  static const int numbers[] = {SIGHUP, SIGALRM, SIGCHLD, SIGPIPE};
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, NULL, &blocked);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; ++i) {
    struct sigaction action;
    sigaction(numbers[i], NULL, &action);
    const char* how = action.sa_handler == SIG_DFL   ? "default"
                      : action.sa_handler == SIG_IGN ? "ignored"
                                                     : "handled";
    fact(facts, sigabbrev_np(numbers[i]), "%s%s", how, sigismember(&blocked, numbers[i]) ? " blocked" : "");
  }
}

static void collect_descriptors(struct Facts* facts) {
  char open_ones[kFactSize] = "";
  for (int i = 0; i < kDescriptors; ++i) {
    if (fcntl(i, F_GETFD) < 0) continue;
    size_t length = strlen(open_ones);
    snprintf(open_ones + length, sizeof open_ones - length, " %d", i);
  }
  fact(facts, "descriptors", "%s", open_ones);
}

static void collect(struct Facts* facts) {
  facts->count = 0;
  mode_t mask = umask(0);
  umask(mask);
  fact(facts, "umask", "%03o", mask);
  errno = 0;
  fact(facts, "nice", "%d", getpriority(PRIO_PROCESS, 0));
  fact(facts, "user", "%u %u", getuid(), geteuid());
  fact(facts, "group", "%u %u %d", getgid(), getegid(), getgroups(0, NULL));
  fact(facts, "allow_severity", "%d", allow_severity);
  fact(facts, "deny_severity", "%d", deny_severity);
  fact(facts, "rfc931_timeout", "%d", rfc931_timeout);
  fact(facts, "resident", "%d", resident);
  fact(facts, "dry_run", "%d", dry_run);
  fact(facts, "alarm", "%s", alarm(0) != 0 ? "pending" : "none");
  collect_signals(facts);
  collect_descriptors(facts);
  int keepalive = 0;
  struct linger linger = {0};
  socklen_t length = sizeof keepalive;
  getsockopt(kClientDescriptor, SOL_SOCKET, SO_KEEPALIVE, &keepalive, &length);
  length = sizeof linger;
  getsockopt(kClientDescriptor, SOL_SOCKET, SO_LINGER, &linger, &length);
  fact(facts, "keepalive", "%d", keepalive);
  fact(facts, "linger", "%d %d", linger.l_onoff, linger.l_linger);
}

void state_remember(void) {
  collect(&before);
  variable_count = 0;
  for (char** variable = environ; *variable != NULL && variable_count < kVariables; ++variable) {
    variables[variable_count++] = strdup(*variable);
  }
}

static int remembered(const char* variable) {
  for (int i = 0; i < variable_count; ++i) {
    if (strcmp(variables[i], variable) == 0) return 1;
  }
  return 0;
}

static int compare(const void* left, const void* right) {
  return strcmp(*(char* const*)left, *(char* const*)right);
}

static void observe_environment(void) {
  char* changed[kVariables];
  size_t count = 0;
  for (char** variable = environ; *variable != NULL && count < kVariables; ++variable) {
    if (!remembered(*variable)) changed[count++] = *variable;
  }
  qsort(changed, count, sizeof changed[0], compare);
  for (size_t i = 0; i < count; ++i)
    observe("environment %s", quoted_string(changed[i]));
}

void state_observe_changes(void) {
  struct Facts now;
  collect(&now);
  for (int i = 0; i < now.count; ++i) {
    if (strcmp(before.values[i], now.values[i]) != 0) {
      observe("changed %s from %s to %s", now.names[i], before.values[i], now.values[i]);
    }
  }
  observe_environment();
}
