// Runs cases against whichever libwrap.so.0 the dynamic linker finds, and writes down what each could be seen
// to do.
//
//   driver CASES EFFECTS >RESULTS
//
// CASES is the file that script.h describes. The file EFFECTS, which commands find in their environment under
// that name, is where they leave word. RESULTS holds "case NAME", what was observed (observe.h), and "end",
// for each case.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library.h"
#include "observe.h"
#include "operations.h"

#ifdef PROGRAM_DEFINES_SEVERITIES
int allow_severity = LOG_NOTICE;
int deny_severity = LOG_ERR;
#endif

// Our own descriptors stay out of the way of those that a case looks at, and of commands.
enum { kOwnDescriptors = 100, kPatienceMilliseconds = 10000, kCollected = 1 << 20 };

struct Files {
  int effects;
  int output;  // descriptors 1 and 2 of the case
  int client;  // the client's end of the connection
};

static void fail(const char* what) {
  perror(what);
  exit(2);
}

static int out_of_the_way(int descriptor) {
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, kOwnDescriptors);
  if (moved < 0) fail("driver: fcntl");
  close(descriptor);
  return moved;
}

static const char* read_all(const char* path, const char** end) {
  int descriptor = open(path, O_RDONLY);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0) fail(path);
  size_t size = (size_t)status.st_size;
  const char* text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (text == MAP_FAILED) fail(path);
  close(descriptor);
  *end = text + size;
  return text;
}

static int set_up(const struct Line* line) {
  return set_up_names(line) || set_up_sockets(line) || set_up_process(line) || set_up_library(line);
}

static void run_case(const char* position, const char* end) {
  struct Line line;
  state_remember();
  while (position < end) {
    script_read_line(&position, end, &line);
    if (line.count == 0) continue;
    if (strcmp(line.words[0], "end") == 0) break;
    if (!set_up(&line) && !call_library(&line) && !call_helpers(&line)) {
      observe("driver: not understood: %s", quoted_string(line.words[0]));
    }
  }
  observe("done");
  _exit(0);
}

// The process of a case: a group of its own, nothing open but its standard files and the connection.
static pid_t start_case(const char* position, const char* end, struct Files* files) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) fail("driver: socketpair");
  files->client = out_of_the_way(pair[1]);
  // The client has nothing to say: a command that reads from it finds the end at once.
  shutdown(files->client, SHUT_WR);
  pid_t child = fork();
  if (child < 0) fail("driver: fork");
  if (child == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int connection = fcntl(pair[0], F_DUPFD_CLOEXEC, kOwnDescriptors);
    dup2(connection, kClientDescriptor);
    close(pair[0]);
    dup2(files->output, 1);
    dup2(files->output, 2);
    run_case(position, end);
  }
  close(pair[0]);
  return child;
}

static void await(pid_t child) {
  struct pollfd ended = {.fd = pidfd_open(child, 0), .events = POLLIN};
  if (ended.fd >= 0 && poll(&ended, 1, kPatienceMilliseconds) == 0) {
    observe("hung");
    kill(child, SIGKILL);
  }
  close(ended.fd);
  int status = 0;
  waitpid(child, &status, 0);
  // What a command has left in the background ends with the case.
  kill(-child, SIGKILL);
  if (WIFEXITED(status)) observe("exited %d", WEXITSTATUS(status));
  if (WIFSIGNALED(status)) observe("killed %d", WTERMSIG(status));
}

static void collect_file(const char* name, int descriptor) {
  static char text[kCollected];
  struct stat status;
  if (fstat(descriptor, &status) != 0 || status.st_size == 0) return;
  ssize_t size = pread(descriptor, text, sizeof text, 0);
  if (size > 0) observe("%s %s", name, quoted(text, (size_t)size));
  if (ftruncate(descriptor, 0) != 0) fail(name);
  lseek(descriptor, 0, SEEK_SET);
}

static void collect(struct Files* files) {
  static char text[kCollected];
  size_t size = 0;
  ssize_t got;
  while (size < sizeof text &&
         (got = recv(files->client, text + size, sizeof text - size, MSG_DONTWAIT)) > 0) {
    size += (size_t)got;
  }
  if (size > 0) observe("client-received %s", quoted(text, size));
  close(files->client);
  collect_file("output", files->output);
  collect_file("effects", files->effects);
}

static void report(const char* name) {
  size_t length;
  const char* text = observations(&length);
  printf("case %s\n", name);
  fwrite(text, 1, length, stdout);
  printf("end\n");
  // Before the next fork, which would double what is still in the buffer if the child ended by exit(3).
  fflush(stdout);
  observations_clear();
}

static void prepare(const char* effects, struct Files* files) {
  // Numbers alone are looked up, and connections are pretended; should anything try a packet all the same, it
  // finds no network. Where that takes more rights than there are, the pretence has to do.
  if (getenv("DRIVER_KEEPS_NETWORK") == NULL && unshare(CLONE_NEWNET) != 0) errno = 0;
  clearenv();
  setenv("PATH", "/usr/bin:/bin", 1);
  setenv("LC_ALL", "C", 1);
  setenv("EFFECTS", effects, 1);
  umask(022);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  if (nothing > 2) close(nothing);
  files->effects = out_of_the_way(open(effects, O_RDWR | O_CREAT | O_TRUNC, 0666));
  files->output = out_of_the_way(memfd_create("output", 0));
  observations_open();
  int results = out_of_the_way(dup(1));
  stdout = fdopen(results, "w");
}

static void report_library(void) {
  void* library = dlopen("libwrap.so.0", RTLD_NOW | RTLD_NOLOAD);
  struct link_map* map = NULL;
  if (library == NULL || dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) fail("driver: libwrap.so.0");
  printf("library %s\n", map->l_name);
  fflush(stdout);
}

int main(int argc, char** argv) {
  if (argc != 3) {
    fputs("usage: driver CASES EFFECTS\n", stderr);
    return 2;
  }
  const char* end;
  const char* position = read_all(argv[1], &end);
  struct Files files;
  prepare(argv[2], &files);
  report_library();
  while (position < end) {
    struct Line line;
    script_read_line(&position, end, &line);
    if (line.count == 0) continue;
    if (strcmp(line.words[0], "case") != 0) {
      set_up(&line);
      continue;
    }
    char* name = strdup(line.words[1]);
    await(start_case(position, end, &files));
    collect(&files);
    report(name);
    free(name);
    position = script_after_case(position, end);
  }
  return 0;
}
